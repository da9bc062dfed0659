/// A place to play at: a sink of the server.
public struct PulseDevice: Equatable, Sendable {
  /// Whether a sink is in use.
  public enum State: Sendable {
    /// Playing for at least one stream.
    case running
    /// Open, with nothing to play.
    case idle
    /// Closed to save power; opening it takes some time.
    case suspended
    /// The server did not say.
    case unknown
  }

  /// The name to select it by.
  public let name: String
  /// The name to show to people.
  public let description: String
  /// Whether it is in use.
  public let state: State
  /// Whether it is played on when no device is named.
  public internal(set) var isDefault: Bool
  /// How it takes samples: streams of another format are converted by the server.
  public let sampleSpecification: SampleSpecification
  /// The source that records what this sink plays; nil when it has none.
  package let monitorSource: String?
}

extension PulseDevice {
  /// How a sink takes samples (`pa_sample_spec`).
  public struct SampleSpecification: Equatable, Sendable, CustomStringConvertible {
    /// The sound server's name for the encoding, such as `s16le`.
    public let encoding: String
    /// Frames a second.
    public let sampleRate: Int
    /// Samples in a frame.
    public let channelCount: Int

    /// As `pactl` writes it: `s16le 2ch 48000Hz`.
    public var description: String { "\(encoding) \(channelCount)ch \(sampleRate)Hz" }
  }
}
