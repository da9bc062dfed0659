public import Playback
public import SpeechAPI
import Synchronization
public import TextSegmentation

/// A text that is spoken while it is being written: bytes go in as they come, pieces come out as a narration asks for them.
///
/// What has come is held back until its border is certain, or until the text pauses while there is next to nothing left to be
/// heard: then what is there goes, however it ends. Any thread; one writer and one narration. A text that is dropped is finished:
/// its narration speaks what came, and does not wait for more.
public final class LiveText: AsyncSequence, Sendable {
  /// The pieces, in order.
  public typealias Element = TextPiece
  /// None: what is wrong with the text is told its writer.
  public typealias Failure = Never

  /// What there is to be heard before the next piece.
  struct Lookahead: Sendable {
    /// Nothing at all, and nothing is being fetched.
    var isSilent = true
    /// How much of it has come.
    var inHand = Duration.zero
  }

  let written: WrittenText

  /// Makes an empty text. The first in a program loads ICU, and md4c for Markdown: some milliseconds.
  ///
  /// - Parameters:
  ///   - language: the text's language (BCP 47), for its abbreviations; English if not known.
  ///   - markup: how it is written.
  ///   - pause: a text that does not grow for so long has paused.
  /// - Throws: when one of the libraries is not there.
  public init(language: String? = nil, markup: Markup = .plain, pause: Duration = .milliseconds(400))
    throws(TextSegmentationError)
  {
    written = WrittenText(try TextSegmenter(language: language, markup: markup), pause: pause)
  }

  deinit { finish() }

  /// Takes all of `bytes`; waits first while much is waiting to be spoken, unless the task is cancelled.
  ///
  /// Once the narration is over nobody will speak it: then it comes back at once.
  ///
  /// - Returns: What they say, clean enough for any terminal, before any markup is taken out.
  @discardableResult
  public func append(_ bytes: some Collection<UInt8> & Sendable) async -> String {
    await waitForRoom()
    return written.change { state in state.append(bytes) }
  }

  /// The same for text that is there as text.
  @discardableResult
  public func append(_ text: String) async -> String { await append(text.utf8) }

  /// The same where there is room, for a thread that must not wait.
  ///
  /// - Returns: false when much is waiting to be spoken: then nothing was taken.
  public func offer(_ bytes: some Collection<UInt8> & Sendable) -> Bool {
    written.change { state in
      guard !state.mustWait else { return false }
      _ = state.append(bytes)
      return true
    }
  }

  /// Whether nobody will speak what comes: the text was finished, or the narration is over.
  public var isOver: Bool { written.state.withLock { $0.isFinished || $0.isAbandoned } }

  /// Waits while much is waiting to be spoken, unless the task is cancelled.
  public func waitForRoom() async {
    while !Task.isCancelled, written.mustWait { await written.waitForChange() }
  }

  /// Says that nothing more may come: what is there need not wait for it.
  public func flush() {
    written.change { state in
      // Twice: the first time a word that may be half written stays behind.
      state.text.flush()
      state.text.flush()
    }
  }

  /// Says that the text has ended, and returns what its last bytes said. What is behind it is not taken. Idempotent.
  @discardableResult
  public func finish() -> String {
    defer { written.wakeWriters() }
    return written.change { state in
      guard !state.isFinished else { return "" }
      state.isFinished = true
      return state.text.finish()
    }
  }

  /// Bytes that were no UTF-8, as U+FFFD in what was shown, and control characters that were taken out.
  public var damage: (invalid: Int, removed: Int) {
    written.state.withLock { ($0.text.invalidCount, $0.text.removedCount) }
  }

  /// Whether `finish` has been called.
  public var isFinished: Bool { written.state.withLock { $0.isFinished } }

  /// Lets it know what there is to be heard, so that it can tell when a piece is urgent.
  func follow(_ look: @escaping @Sendable () -> Lookahead) {
    written.state.withLock { $0.look = look }
  }

  /// Makes the one iterator. When it goes, nobody takes pieces any more, and no writer waits.
  public func makeAsyncIterator() -> Iterator { pieces.makeAsyncIterator() }

  /// The pieces, for one who does not keep the text itself: it is over once its writers have dropped it.
  var pieces: Pieces { Pieces(written: written) }

  struct Pieces: AsyncSequence, Sendable {
    typealias Element = TextPiece
    typealias Failure = Never
    fileprivate let written: WrittenText

    func makeAsyncIterator() -> Iterator { Iterator(reader: Reader(written)) }
  }

  /// Takes the pieces one by one.
  public struct Iterator: AsyncIteratorProtocol {
    fileprivate let reader: Reader

    /// Waits for the next piece; nil at the end of the text, or when the task is cancelled.
    public mutating func next() async -> TextPiece? { await reader.written.next() }

    /// The same; it never runs on an actor.
    public mutating func next(isolation actor: isolated (any Actor)?) async -> TextPiece? {
      await reader.written.next()
    }
  }

  /// Lives as long as somebody can take pieces.
  fileprivate final class Reader: Sendable {
    let written: WrittenText

    init(_ written: WrittenText) {
      self.written = written
    }

    deinit { written.abandon() }
  }
}

extension Player {
  /// Speaks a text while it is being written. Returns at once; see `narrate` for pieces.
  ///
  /// - Parameters:
  ///   - text: the text; `LiveText.finish()` ends the narration. For one narration.
  ///   - template: how to speak; its text is not used.
  public func narrate(
    _ text: LiveText, as template: SpeechRequest, options: NarrationOptions = NarrationOptions()
  ) -> Narration {
    let narration = Narration(self, text.pieces, template, options)
    text.follow { [board = narration.board] in board.lookahead }
    return narration
  }
}
