import AudioTypes
import TextSegmentation

/// Takes pieces from a sequence, each when it is asked for and not before.
final class PieceSource: Sendable {
  private let demands: AsyncStream<Void>.Continuation
  private let task: Task<Void, Never>

  init(_ pieces: some AsyncSequence<TextPiece, Never> & Sendable, _ sender: AsyncStream<NarrationSignal>.Continuation) {
    let (stream, demands) = AsyncStream<Void>.makeStream()
    self.demands = demands
    task = Task.detached {
      var iterator = pieces.makeAsyncIterator()
      for await _ in stream {
        let piece = await iterator.next(isolation: nil)
        sender.yield(.text(piece, at: .now))
        if piece == nil { return }
      }
    }
  }

  /// Asks for one piece; `NarrationSignal.text` brings it.
  func demand() { demands.yield() }

  /// Nobody asks any more.
  func cancel() {
    demands.finish()
    task.cancel()
  }
}
