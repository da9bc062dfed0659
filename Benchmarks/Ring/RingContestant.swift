import PulseHarness

/// A ring that can be put through laps.
protocol RingContestant {
  var name: String { get }
  /// Runs a lap between two pinned threads, with every piece checked on the reading side.
  func run(_ lap: RingLap) throws -> Duration
}

/// One that runs in a program of its own.
struct RivalRing: RingContestant {
  let name: String
  private let program: ProgramDialogue

  init(_ rival: CompiledRival, in folder: TemporaryFolder) throws(MissingRival) {
    name = rival.name
    program = try rival.start(in: folder)
  }

  func run(_ lap: RingLap) throws -> Duration {
    try lap.duration(answer: program.ask(lap.question), of: name)
  }
}

extension CompiledRival {
  /// The rings that ours is measured beside, the one to come close to first.
  static let rings = [
    ring("C++ ring", ("plain.cpp", PackageResources.plain_cpp)),
    ring("boost spsc_queue", ("boost.cpp", PackageResources.boost_cpp), package: "libboost-dev"),
    ring("jack_ringbuffer", ("jack.cpp", PackageResources.jack_cpp), library: "jack", package: "libjack-jackd2-dev"),
  ]

  private static func ring(
    _ name: String, _ source: (name: String, contents: [UInt8]), library: String? = nil, package: String? = nil
  ) -> CompiledRival {
    CompiledRival(
      name: name, compiler: ("g++", "g++"), sources: [source, ("laps.hpp", PackageResources.laps_hpp)],
      libraries: library.map { [$0] } ?? [], package: package)
  }
}
