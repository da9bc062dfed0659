public import AudioTypes
import Foundation

/// Which programs stand behind a `PrivatePulseServer`: both speak the same protocol to `libpulse`.
public enum SoundServerProgram: Equatable, Sendable {
  /// `pulseaudio`.
  case pulseAudio
  /// `pipewire`, `wireplumber` and `pipewire-pulse`, as Debian configures them but for what `PipeWireConfiguration` says.
  ///
  /// - quantum: how many frames the graph takes at a time, whatever streams ask for, as some machines have it; nil lets
  ///   them ask, as Debian does.
  case pipeWire(quantum: FrameCount? = nil)

  /// The environment variable that says which one tests run against; `pulseaudio` where there is none.
  public static let variable = "GUST_TEST_SERVER"

  /// Reads `pulseaudio`, `pipewire`, or `pipewire:QUANTUM` with a number of frames from 16 to 8192.
  public init(name: String) throws(HarnessError) {
    let parts = name.split(separator: ":", omittingEmptySubsequences: false)
    switch (parts.first, parts.count) {
    case ("pulseaudio", 1): self = .pulseAudio
    case ("pipewire", 1): self = .pipeWire()
    case ("pipewire", 2):
      guard let quantum = Int(parts[1]), (16...8192).contains(quantum) else { throw .unknownServer(name) }
      self = .pipeWire(quantum: FrameCount(quantum))
    default: throw .unknownServer(name)
    }
  }

  /// What the environment asks for.
  public static func chosen() throws(HarnessError) -> SoundServerProgram {
    try SoundServerProgram(name: ProcessInfo.processInfo.environment[variable] ?? "pulseaudio")
  }

  /// Whether the environment asks for PipeWire: for tests of what the two have in common only in part.
  public static var isPipeWireChosen: Bool { (try? chosen())?.isPipeWire ?? false }

  /// Whether it is PipeWire, at whatever quantum.
  public var isPipeWire: Bool { self != .pulseAudio }
}
