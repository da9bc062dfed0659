public import AudioTypes

/// Silence between two pieces that nobody asked for: the second was not there when the first had been heard.
public struct NarrationGap: Sendable, Equatable {
  /// The piece it lies before.
  public let beforePiece: Int
  /// When the piece before had been heard, and its pause was over.
  public let start: MonotonicInstant
  /// How long it was silent because there was no text.
  public let waitedForText: Duration
  /// How long it was silent although there was text: the service, the network, or the player took it.
  public let waitedForService: Duration

  /// All of it.
  public var duration: Duration { waitedForText + waitedForService }

  /// What is reckoned from the sound server's account may be off by so much.
  static let shortest = Duration.milliseconds(20)

  /// Nil when the pieces followed one another.
  ///
  /// - Parameters:
  ///   - pieceCame: when the text of the second piece was there.
  ///   - standstill: for how long between the two the listener had it stand still.
  init?(
    beforePiece: Int, from start: MonotonicInstant, to end: MonotonicInstant, pieceCame: MonotonicInstant,
    standstill: Duration
  ) {
    let duration = start.duration(to: end) - standstill
    guard duration >= Self.shortest else { return nil }
    self.beforePiece = beforePiece
    self.start = start
    waitedForText = min(max(.zero, start.duration(to: pieceCame)), duration)
    waitedForService = duration - waitedForText
  }
}
