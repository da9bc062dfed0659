import Gust

/// A factor that samples can be multiplied with.
func checkedVolume(_ volume: Double) throws(Failure) -> Double {
  guard (0...4).contains(volume) else { throw .argument("A volume is a factor of 0 to 4, not \(volume).") }
  return volume
}

extension AudioFormat {
  /// What a caller names by its rate and channels.
  static func named(_ sampleRate: Int32, _ channels: Int32) throws(Failure) -> AudioFormat {
    guard let format = AudioFormat(sampleRate: Int(sampleRate), channelCount: Int(channels)) else {
      throw .argument("PCM at \(sampleRate) Hz with \(channels) channels cannot be played.")
    }
    return format
  }
}
