import AudioTypes
import Seaming
import Synchronization

/// How the latest seam of one utterance went. The audio thread writes it, without lock or allocation; any thread reads.
final class SeamRecord: Sendable {
  /// `Seam.Basis.rawValue`; negative while there was no seam. Stored last.
  private let basis = Atomic<Int>(-1)
  private let position = Atomic<Int64>(0)
  private let lag = Atomic<Int64>(0)
  private let correlation = Atomic<UInt64>(0)
  private let crossfade = Atomic<Int64>(0)
  private let missing = Atomic<Int64>(0)

  func note(_ seam: Seam) {
    position.store(seam.position.signedNanoseconds, ordering: .relaxed)
    lag.store(seam.lag.signedNanoseconds, ordering: .relaxed)
    correlation.store(seam.correlation.bitPattern, ordering: .relaxed)
    crossfade.store(seam.crossfade.signedNanoseconds, ordering: .relaxed)
    missing.store(seam.missing.signedNanoseconds, ordering: .relaxed)
    basis.store(seam.basis.rawValue, ordering: .releasing)
  }

  /// Nil when nothing was joined. Exact once the utterance is over.
  var snapshot: Seam? {
    guard let basis = Seam.Basis(rawValue: basis.load(ordering: .acquiring)) else { return nil }
    return Seam(
      basis: basis, position: .nanoseconds(position.load(ordering: .relaxed)),
      lag: .nanoseconds(lag.load(ordering: .relaxed)),
      correlation: Double(bitPattern: correlation.load(ordering: .relaxed)),
      crossfade: .nanoseconds(crossfade.load(ordering: .relaxed)),
      missing: .nanoseconds(missing.load(ordering: .relaxed)))
  }
}
