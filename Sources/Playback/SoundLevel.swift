public import AudioTypes
import Glibc

/// How loud an utterance was at one moment of its being heard.
///
/// In dB of full scale: 0 is a square wave at full scale, and −96 silence, the least there is. Of the samples as they are given
/// to the sound server: `Player.setVolume` counts, the volume of the server or its device does not.
public struct SoundLevel: Sendable, Equatable {
  /// The moment.
  public let instant: MonotonicInstant
  /// How much of the utterance had been heard by then, by the sound server's own account.
  public let heard: Duration
  /// Root mean square of what was heard since the reading before, in dB of full scale, −96…0.
  public let rms: Double
  /// The largest sample of that, in dB of full scale, −96…0.
  public let peak: Double

  /// A level of `rms` and `peak`, in dB of full scale.
  package init(instant: MonotonicInstant, heard: Duration, rms: Double, peak: Double) {
    (self.instant, self.heard, self.rms, self.peak) = (instant, heard, rms, peak)
  }

  /// The level where nothing sounds.
  public static let silence = -96.0

  /// A square, of full scale, in dB.
  static func decibels(_ square: Double) -> Double {
    square > 0 ? min(0, max(silence, 10 * log10(square))) : silence
  }
}

extension LoudnessTrack.Block {
  var rms: Double { SoundLevel.decibels(Double(power)) }

  var peakLevel: Double {
    let peak = Double(peak) / 32_768
    return SoundLevel.decibels(peak * peak)
  }
}

extension UtteranceProgress {
  /// How loud it is at `now`, over the `window` before; silent while it does not sound.
  func level(at now: MonotonicInstant, window: Duration) -> SoundLevel {
    let look = snapshot(at: now)
    let block = look.level == nil ? nil : live.loudness.loudness(before: look.heard, window: window)
    return SoundLevel(
      instant: now, heard: look.heard, rms: block?.rms ?? SoundLevel.silence,
      peak: block?.peakLevel ?? SoundLevel.silence)
  }
}
