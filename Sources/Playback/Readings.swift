package import AudioTypes

/// What is read of an utterance or a narration again and again, as long as somebody asks for the next.
///
/// Nothing is measured, kept or woken for it but while an iterator waits: no thread, no timer, no buffer. A reader that is slow
/// gets fewer readings, each of its moment. The first comes at once, the last up to an interval after all is over; cancelling
/// the task ends it, too, and nothing else. Any number may iterate.
public struct Readings<Reading: Sendable>: AsyncSequence, Sendable {
  /// One reading.
  public typealias Element = Reading
  /// None.
  public typealias Failure = Never
  /// Makes a reading, and says whether another could be different; it is told the one before.
  package typealias Read = @Sendable (_ now: MonotonicInstant, _ former: Reading?) -> (reading: Reading, isLast: Bool)

  private let interval: Duration
  private let read: Read

  /// More often than that nobody can see it.
  package static var shortestInterval: Duration { .milliseconds(10) }

  package init(every interval: Duration, _ read: @escaping Read) {
    self.interval = Swift.max(interval, Self.shortestInterval)
    self.read = read
  }

  /// Makes an iterator, which begins with a reading of the moment it is first asked.
  public func makeAsyncIterator() -> Iterator { Iterator(interval, read) }

  /// Reads again and again.
  public struct Iterator: AsyncIteratorProtocol {
    private let interval: Duration
    private let read: Read
    private var former: Reading?
    private var due: ContinuousClock.Instant?
    private var isOver = false

    fileprivate init(_ interval: Duration, _ read: @escaping Read) {
      (self.interval, self.read) = (interval, read)
    }

    /// Waits until the next reading is due; nil when the one before was the last, or the task is cancelled.
    public mutating func next() async -> Reading? { await next(isolation: nil) }

    /// The same, without leaving `actor`.
    public mutating func next(isolation actor: isolated (any Actor)?) async -> Reading? {
      guard !isOver else { return nil }
      if let due { try? await Task.sleep(until: due, clock: .continuous) }
      guard !Task.isCancelled else { return nil }
      due = Swift.max((due ?? .now).advanced(by: interval), .now)
      let (reading, isLast) = read(.now, former)
      (former, isOver) = (reading, isLast)
      return reading
    }
  }
}
