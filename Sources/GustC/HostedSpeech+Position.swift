import CGust
import Gust

extension HostedSpeech {
  /// What one look at the loudness takes in.
  private static let levelWindow = Duration.milliseconds(50)

  /// Lets the sound stand still as long as it is not over.
  func pause() {
    switch self {
    case .utterance(let utterance): utterance.pause()
    case .narration(let narration): narration.pause()
    }
  }

  /// Goes on where it stood still.
  func resume() {
    switch self {
    case .utterance(let utterance): utterance.resume()
    case .narration(let narration): narration.resume()
    }
  }

  /// How it stands now.
  var position: gust_position {
    let now = MonotonicInstant.now
    switch self {
    case .utterance(let utterance):
      let (position, level) = (utterance.position(at: now), utterance.level(at: now, window: Self.levelWindow))
      return gust_position(
        state: gust_state(utterance.snapshot.state), heard_ms: position.heard.milliseconds,
        frames: Int64(position.frames.rawValue), characters: position.characters.map { Int64($0) } ?? -1,
        rms: level.rms, peak: level.peak)
    case .narration(let narration):
      let (look, level) = (narration.snapshot, narration.level(at: now, window: Self.levelWindow))
      return gust_position(
        state: gust_state(look.state), heard_ms: look.heard.milliseconds, frames: -1,
        characters: Int64(narration.position(at: now).characters), rms: level.rms, peak: level.peak)
    }
  }
}

extension gust_state {
  fileprivate init(_ state: UtteranceSnapshot.State) {
    self =
      switch state {
      case .waiting: GUST_STATE_WAITING
      case .connecting: GUST_STATE_CONNECTING
      case .buffering: GUST_STATE_BUFFERING
      case .playing: GUST_STATE_PLAYING
      case .stalled: GUST_STATE_STALLED
      case .paused: GUST_STATE_PAUSED
      case .soundLost: GUST_STATE_SOUND_LOST
      case .over: GUST_STATE_OVER
      }
  }

  fileprivate init(_ state: NarrationSnapshot.State) {
    switch state {
    case .waitingForText: self = GUST_STATE_WAITING_FOR_TEXT
    case .speaking(let state): self.init(state)
    case .paused: self = GUST_STATE_PAUSED
    case .over: self = GUST_STATE_OVER
    }
  }
}
