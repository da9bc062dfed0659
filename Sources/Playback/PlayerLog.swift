public import AudioTypes

/// Where a player tells what it does, for people who look for a fault.
///
/// What it tells never holds the API key, nor a text that is spoken, and is safe to print. The words may change from version
/// to version; for programs there are `UtteranceEvent` and `UtteranceReport`.
public struct PlayerLog: Sendable {
  /// How much is told.
  public enum Level: Int, Sendable, Comparable {
    /// Each step on the way of an utterance, once.
    case steps = 1
    /// Every piece that comes, and what waits in the ring, too.
    case details = 2

    /// Orders levels by how much they tell.
    public static func < (lhs: Level, rhs: Level) -> Bool { lhs.rawValue < rhs.rawValue }
  }

  /// One thing that happened.
  public struct Entry: Sendable {
    /// When it happened. Entries come in the order in which they are noticed, which can be another by some milliseconds.
    public let instant: MonotonicInstant
    /// Which utterance it happened to, by the order in which they were asked for, from 1; nil when to none.
    public let utterance: Int?
    /// One line, without control characters.
    public let text: String
  }

  /// How much is told.
  public let level: Level
  private let write: @Sendable (Entry) -> Void

  /// Makes a log.
  ///
  /// - Parameter write: takes an entry. It is called on the network thread and on tasks, several at a time, never on the
  ///   audio thread; it must not block, for it holds the network up.
  public init(_ level: Level, _ write: @escaping @Sendable (Entry) -> Void) {
    self.level = level
    self.write = write
  }

  func note(_ text: String, at instant: MonotonicInstant = .now, _ utterance: UtteranceID? = nil) {
    write(Entry(instant: instant, utterance: utterance?.rawValue, text: text))
  }
}
