import BreezeSimulator
import Gust
import PulseHarness
import Synchronization
import Testing

/// Hands out pieces when they are asked for, and notes when that was.
struct Pieces: AsyncSequence, Sendable {
  typealias Element = TextPiece
  typealias Failure = Never

  let texts: [String]
  /// Waited for before each piece is handed out.
  var before: @Sendable (Int) async -> Void = { _ in }
  /// How many have been asked for.
  let asked = Counter()

  struct Iterator: AsyncIteratorProtocol {
    let pieces: Pieces
    var next = 0
    var place = 0

    mutating func next() async -> TextPiece? {
      pieces.asked.add()
      guard next < pieces.texts.count, !Task.isCancelled else { return nil }
      await pieces.before(next)
      let text = pieces.texts[next]
      defer {
        next += 1
        place += text.count + 1
      }
      return TextPiece(text: text, sourceRange: place..<place + text.count)
    }
  }

  func makeAsyncIterator() -> Iterator { Iterator(pieces: self) }
}

final class Counter: Sendable {
  private let count = Atomic<Int>(0)
  func add() { count.add(1, ordering: .sequentiallyConsistent) }
  var value: Int { count.load(ordering: .sequentiallyConsistent) }
}

extension Narration {
  /// Its report. One that does not come is a failure of the test, not a test that hangs.
  func end() async throws -> NarrationReport {
    try await within(.seconds(100)) { await self.report }
  }
}

extension NarrationReport {
  var isFinished: Bool { if case .finished = outcome { true } else { false } }
  /// How often sound was missing.
  var interruptions: Int { stallCount + gapCount }
  var isIncomplete: Bool { if case .incomplete = outcome { true } else { false } }
  var isStopped: Bool { if case .stopped = outcome { true } else { false } }
  var failure: PieceFailure? { if case .failed(let failure) = outcome { failure } else { nil } }
}

extension NarrationEvent {
  var name: String {
    switch self {
    case .waitingForText: "waitingForText"
    case .requested(let piece, _): "requested \(piece)"
    case .piece(let piece, let event): "\(event.name) \(piece)"
    case .gap(let gap): "gap \(gap.beforePiece)"
    case .depthChanged(let depth, _): "depth \(depth)"
    case .deferred(let piece, _): "deferred \(piece)"
    case .over(let piece, _, _): "over \(piece)"
    case .failed(let failure): "failed \(failure.piece)"
    case .finished: "finished"
    }
  }
}
