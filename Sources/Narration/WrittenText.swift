import Platform
import Synchronization
import TextSegmentation

/// What has been written of a text and not been taken yet. Its writers hold it through their `LiveText`, its reader without, so
/// that a text that nobody can write to any more is noticed.
final class WrittenText: Sendable {
  struct State: ~Copyable {
    var text: TextSegmenter
    /// When the text last grew.
    var grewAt = ContinuousClock.now
    /// How often it was flushed since then.
    var flushes = 0
    var isFinished = false
    /// Counts what a reader may wait for.
    var changes = 0
    /// Nobody takes pieces any more.
    var isAbandoned = false
    var reader: CheckedContinuation<Void, Never>?
    var writers: [CheckedContinuation<Void, Never>] = []
    /// What there is to be heard; nil while no narration has taken it up.
    var look: (@Sendable () -> LiveText.Lookahead)?
  }

  /// A text that does not grow for so long has paused.
  private let pause: Duration
  /// With less than this in hand a pause is not waited out: the next piece's sound takes about so long to come.
  private static let lead = Duration.milliseconds(700)
  let state: Mutex<State>

  init(_ text: consuming TextSegmenter, pause: Duration) {
    self.pause = pause
    state = Mutex(State(text: text))
  }

  // MARK: Writing

  var mustWait: Bool { state.withLock { $0.mustWait } }

  /// Waits until there may be room, or the task is cancelled.
  func waitForChange() async {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isWaiting = state.withLock { state in
          guard state.mustWait else { return false }
          state.writers.append(continuation)
          return true
        }
        if !isWaiting { continuation.resume() } else if Task.isCancelled { wakeWriters() }
      }
    } onCancel: {
      wakeWriters()
    }
  }

  func wakeWriters() {
    let writers = state.withLock { $0.takeWriters() }
    for writer in writers { writer.resume() }
  }

  func change<Result: Sendable>(_ body: (inout sending State) -> Result) -> Result {
    let (result, reader) = state.withLock { state in
      let result = body(&state)
      state.changes += 1
      return (result, state.reader.take())
    }
    reader?.resume()
    return result
  }

  /// Nobody takes pieces any more.
  func abandon() {
    state.withLock { $0.isAbandoned = true }
    wakeWriters()
  }

  // MARK: Reading

  /// What a reader does next.
  private enum Step {
    case take(TextPiece?)
    /// Nothing is there; look again at that moment, or when the text has changed.
    case wait(until: ContinuousClock.Instant?)
  }

  /// Waits for the next piece; nil at the end of the text, or when the task is cancelled.
  func next() async -> TextPiece? {
    while !Task.isCancelled {
      let (step, changes) = state.withLock { state in (self.step(&state), state.changes) }
      wakeWriters()
      switch step {
      case .take(let piece): return piece
      case .wait(let instant): await wait(until: instant, changes)
      }
    }
    return nil
  }

  private func step(_ state: inout State) -> Step {
    let ahead = state.look?() ?? LiveText.Lookahead()
    if let piece = state.text.next(soon: ahead.isSilent) { return .take(piece) }
    guard !state.isFinished else { return .take(nil) }
    // Twice: the second time a word that may be half written goes, too.
    guard state.flushes < 2, !state.text.isOver else { return .wait(until: nil) }
    let now = ContinuousClock.now
    let due = Swift.max(state.grewAt + pause * (state.flushes + 1), now + ahead.inHand - Self.lead)
    guard due <= now else { return .wait(until: due) }
    state.flushes += 1
    state.text.flush()
    return step(&state)
  }

  /// - Parameter changes: what was known when nothing was there.
  private func wait(until instant: ContinuousClock.Instant?, _ changes: Int) async {
    let alarm = instant.map { Alarm(after: $0 - .now) { self.wake() } }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let hasChanged = state.withLock { state in
          if state.changes == changes { state.reader = continuation }
          return state.changes != changes
        }
        if hasChanged { continuation.resume() } else if Task.isCancelled { wake() }
      }
    } onCancel: {
      wake()
    }
    alarm?.cancel()
  }

  private func wake() { change { _ in } }
}

extension WrittenText.State {
  var mustWait: Bool { text.isFull && !isFinished && !isAbandoned }

  /// Takes all of `bytes`, and returns what they say; nothing when nobody will speak it.
  mutating func append(_ bytes: some Collection<UInt8>) -> String {
    guard !isFinished, !isAbandoned else { return "" }
    (grewAt, flushes) = (.now, 0)
    return text.append(bytes)
  }

  /// Those who need not wait any longer, or have to look again.
  fileprivate mutating func takeWriters() -> [CheckedContinuation<Void, Never>] {
    defer { writers = [] }
    return writers
  }
}
