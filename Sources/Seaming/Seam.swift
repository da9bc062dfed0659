/// How a stream that broke off was continued from another recording of the same sound.
public struct Seam: Sendable, Equatable {
  /// What the place of the seam rests on.
  public enum Basis: Int, Sendable {
    /// Both recordings are the same, sample by sample, before the seam.
    case identical
    /// Both recordings sound alike before the seam when one is moved by `lag`.
    case correlation
    /// Nothing but the time: they are silent or unlike before the seam, or differ in rate or channels.
    case position
  }

  /// What its place rests on.
  public let basis: Basis
  /// Where in the utterance it lies: the length of what the stream had brought.
  public let position: Duration
  /// How much later the same sound lies in the continuation; negative when earlier, zero when only the time is known.
  public let lag: Duration
  /// How alike both are before the seam: 1 when one is the other but for its volume, 0 when they could not be compared.
  public let correlation: Double
  /// How long the difference between both takes to fade; zero when there is none.
  public let crossfade: Duration
  /// How far before the seam the continuation was at its end; zero unless it was too short to go on with.
  public let missing: Duration

  /// Makes a record of a seam.
  package init(
    basis: Basis, position: Duration, lag: Duration, correlation: Double, crossfade: Duration, missing: Duration
  ) {
    self.basis = basis
    self.position = position
    self.lag = lag
    self.correlation = correlation
    self.crossfade = crossfade
    self.missing = missing
  }
}
