import AudioTypes
package import Playback
package import TextSegmentation

/// How far a listener heard.
public struct NarrationPosition: Sendable, Equatable {
  /// The last piece of which something was heard.
  public let piece: Int
  /// How much of it was heard.
  public let time: Duration
  /// How many characters of the source text lie before this place: exact where a piece ends, in between in proportion to
  /// time.
  public let characters: Int

  /// Makes a position.
  package init(piece: Int, time: Duration, characters: Int) {
    self.piece = piece
    self.time = time
    self.characters = characters
  }

  /// Finds the position in a text that became an utterance.
  ///
  /// - Parameters:
  ///   - report: what became of it.
  ///   - text: what it said.
  ///   - piece: its number, where it is one of several.
  ///   - length: how long it may sound in all, where not all of it came; by default what is usual.
  package init(of report: UtteranceReport, in text: TextPiece, piece: Int = 0, expecting length: Duration? = nil) {
    let heard = report.heardTime
    if case .finished = report.outcome {
      self.init(piece: piece, time: heard, characters: text.sourceRange.upperBound)
      return
    }
    let characters = SpeechPace.characters(
      heard: heard, of: text.sourceRange.count, known: report.audioLength ?? .zero, isWhole: false, expecting: length)
    self.init(piece: piece, time: heard, characters: text.sourceRange.lowerBound + characters)
  }
}
