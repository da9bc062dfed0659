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
  /// The source that records what this sink plays; nil when it has none.
  public let monitorSource: String?
}
