import AudioTypes
import BreezeSimulator

extension Scenario {
  /// The pace that the project's figures are given for, with noise, which is loud from its first sample.
  static func steady(audio: Duration) -> Scenario {
    Scenario {
      $0.pace.timeToFirstByteMilliseconds = 150
      $0.pace.firstChunkAudioMilliseconds = 40
      $0.pace.chunkAudioMilliseconds = 40
      $0.pace.speed = 2
      $0.audio.signal = .noise
      $0.audio.signalMilliseconds = audio.milliseconds
    }
  }
}
