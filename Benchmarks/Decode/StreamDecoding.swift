import AudioDecoding
import AudioTypes
import Glibc
import PulseHarness

/// A decoder that is fed a stream chunk by chunk.
protocol StreamDecoding {
  var name: String { get }
  func pass(over stream: SampleStream, chunk: ByteCount) throws -> DecodePass
}

/// Ours, in this process.
struct GustDecoding: StreamDecoding {
  let name = "Gust"

  func pass(over stream: SampleStream, chunk: ByteCount) throws -> DecodePass {
    var decoder = try StreamDecoder(stream.encoding)
    var ear = Ear()
    let began = threadProcessorTime()
    var start = 0
    while start < stream.bytes.count {
      let end = min(start + chunk.rawValue, stream.bytes.count)
      if ear.heardAfter == nil { ear.handedIn = .now }
      try decoder.feed(unsafe stream.bytes.span.bytes.extracting(start..<end))
      while try decoder.nextBlock({ samples, _ in ear.listen(to: samples, after: ByteCount(end)) }) {}
      start = end
    }
    decoder.finish()
    while try decoder.nextBlock({ _, _ in }) {}
    let processorTime = threadProcessorTime() - began
    guard let firstAudible = ear.heardAfter else { throw BenchError("our decoder made nothing audible") }
    let summary = decoder.summary
    return DecodePass(
      processorTime: processorTime, frames: summary.framesDecoded + summary.leadingFramesDropped,
      firstAudible: firstAudible, bytesUntilAudible: ear.bytes)
  }

  private func threadProcessorTime() -> Duration {
    var time = timespec()
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }
}

/// Notes when the first sample above −40 dBFS is there.
private struct Ear {
  var handedIn = MonotonicInstant.now
  private(set) var heardAfter: Duration?
  private(set) var bytes = ByteCount.zero

  mutating func listen(to samples: Span<Int16>, after bytes: ByteCount) {
    guard heardAfter == nil else { return }
    for index in samples.indices where samples[index].magnitude > 327 {
      heardAfter = handedIn.duration(to: .now)
      self.bytes = bytes
      return
    }
  }
}

/// A loop in C over libmpg123's feed mode, in a program of its own.
struct LibraryLoop: StreamDecoding {
  let name: String
  private let program: ProgramDialogue

  init(in folder: TemporaryFolder) throws(MissingRival) {
    name = CompiledRival.libraryLoop.name
    program = try CompiledRival.libraryLoop.start(in: folder)
  }

  func pass(over stream: SampleStream, chunk: ByteCount) throws -> DecodePass {
    try DecodePass(answer: program.ask("\(chunk.rawValue) \(stream.path)"), of: name)
  }
}

extension CompiledRival {
  static let libraryLoop = CompiledRival(
    name: "libmpg123 loop", compiler: ("gcc", "gcc"),
    sources: [("mpg123loop.c", PackageResources.mpg123loop_c)], libraries: ["mpg123"], package: "libmpg123-dev")
}
