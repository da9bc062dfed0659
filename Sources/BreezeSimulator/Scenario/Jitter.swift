internal import Glibc

/// Random delay of single chunks, the same for the same seed. Chunk 0 has none: the time to first byte is exact.
public struct Jitter: Codable, Sendable, Equatable {
  /// How the delays are distributed.
  public enum Model: String, Codable, Sendable {
    /// Between −`milliseconds` and +`milliseconds`, all alike.
    case uniform
    /// Exponential with the mean `milliseconds`.
    case exponential
    /// Gilbert–Elliott: none in the good state, exponential with the mean `milliseconds` in the bad one.
    case gilbertElliott
  }

  /// How the delays are distributed.
  public var model: Model
  /// Half the width or the mean, see the model.
  public var milliseconds: Double
  /// Two streams of the same seed and length have the same delays.
  public var seed: UInt64 = 1
  /// Gilbert–Elliott: probability per chunk of going from good to bad.
  public var enterBad = 0.05
  /// Gilbert–Elliott: probability per chunk of going from bad to good.
  public var leaveBad = 0.3

  /// Makes jitter of one model, with seed 1.
  public init(_ model: Model, milliseconds: Double) {
    self.model = model
    self.milliseconds = milliseconds
  }

  enum CodingKeys: String, CodingKey, CaseIterable {
    case model, milliseconds, seed, enterBad, leaveBad
  }

  /// Decodes jitter; without a model it is uniform, without milliseconds there is none.
  public init(from decoder: any Decoder) throws {
    let fields = try ScriptFields<CodingKeys>(decoder)
    model = try fields.value(.model, or: .uniform)
    milliseconds = try fields.value(.milliseconds, or: 0)
    seed = try fields.value(.seed, or: seed)
    enterBad = try fields.value(.enterBad, or: enterBad)
    leaveBad = try fields.value(.leaveBad, or: leaveBad)
  }
}

/// Draws the delay of one chunk after the other.
struct JitterSource {
  private let jitter: Jitter
  private var random: SplitMix64
  private var isBad = false

  init(_ jitter: Jitter) {
    self.jitter = jitter
    random = SplitMix64(seed: jitter.seed)
  }

  /// The delay of the next chunk in milliseconds.
  mutating func next() -> Double {
    switch jitter.model {
    case .uniform:
      return (2 * random.nextUnit() - 1) * jitter.milliseconds
    case .exponential:
      return nextExponential()
    case .gilbertElliott:
      if random.nextUnit() < (isBad ? jitter.leaveBad : jitter.enterBad) { isBad.toggle() }
      return isBad ? nextExponential() : 0
    }
  }

  private mutating func nextExponential() -> Double {
    -log(1 - random.nextUnit()) * jitter.milliseconds
  }
}
