import BreezeSimulator
import Gust

/// A way in which the stream comes, and the state in which it finds the sink.
struct RivalScene {
  /// What the sink does before anybody plays.
  enum Sink: String, Codable {
    /// Another program keeps it awake, in blocks of some milliseconds.
    case warm
    /// Nobody plays: the null sink works in blocks of two seconds.
    case cold
  }

  var name: String
  var format = SpeechFormat.mp3
  var sink = Sink.warm
  /// A sentence's length of audio, all of it noise without a silence.
  var audio = Duration.seconds(3)
  /// Changes the steady pace, given the round: all play the same stream in one round, and another one in the next.
  var change: @Sendable (inout Pace, _ round: Int) -> Void = { _, _ in }

  func scenario(round: Int) -> Scenario {
    var scenario = Scenario.steady(audio: audio)
    change(&scenario.pace, round)
    return scenario
  }

  static let steady = RivalScene(name: "MP3, steady 2x")
  static let burst = RivalScene(name: "MP3, burst") { pace, _ in pace.speed = nil }
  static let slow = RivalScene(name: "MP3, 1.1x in chunks of 120 ms") { pace, _ in
    pace.speed = 1.1
    pace.firstChunkAudioMilliseconds = 120
    pace.chunkAudioMilliseconds = 120
  }
  static let jitter = RivalScene(name: "MP3, 1.5x, exponential jitter of 40 ms") { pace, round in
    pace.speed = 1.5
    pace.jitter = Jitter(.exponential, milliseconds: 40)
    pace.jitter?.seed = UInt64(round + 1)
  }
  static let stall = RivalScene(name: "MP3, steady 2x with a stall of 500 ms") { pace, _ in
    pace.stalls = [Pace.Stall(afterAudioMilliseconds: 800, milliseconds: 500)]
  }
  static let pcm = RivalScene(name: "PCM, steady 2x", format: .pcm)
  static let cold = RivalScene(name: "MP3, steady 2x, cold sink", sink: .cold)
  static let coldPCM = RivalScene(name: "PCM, steady 2x, cold sink", format: .pcm, sink: .cold)

  static let all = [steady, burst, slow, jitter, stall, pcm, cold, coldPCM]
  /// Enough to see that all of it works.
  static let brief = [steady, stall]
}
