import AudioTypes
import Synchronization

/// How an utterance stands at one moment: cheap enough to be asked for ten times a second and more, from any thread.
public struct UtteranceSnapshot: Sendable, Equatable {
  /// What it is about.
  public enum State: String, Sendable {
    /// Its turn has not come: nothing is asked of the service yet.
    case waiting
    /// It is fetched, and no byte of audio has come.
    case connecting
    /// Audio has come and none is with the sound server: too little of it, or others come first. Without sound: it is fetched.
    case buffering
    /// With the sound server.
    case playing
    /// Ran dry before its end: the audio did not come in time.
    case stalled
    /// Stands still by the listener's will.
    case paused
    /// The sound server or its device failed; it goes on when that is back.
    case soundLost
    /// Its end is known.
    case over
  }

  /// What it is about.
  public let state: State
  /// Since the caller asked for it.
  public let elapsed: Duration
  /// How much of it has been heard by now, by the sound server's own account.
  public let heard: Duration
  /// How much has come and was not heard yet: at the sound server, decoded, and waiting to be. Zero while it waits for those
  /// before it, when nobody has looked at what came.
  public let inHand: Duration
  /// How loud what is heard now is: root mean square of 50 ms, in dB of full scale (0 is a square wave at full scale), at
  /// least −96. Nil while nothing sounds.
  public let level: Double?
  /// How often it ran dry.
  public let stallCount: Int
  /// From the caller's asking to the first audible frame at the sink; nil before. With a warm connection that is a moment
  /// more than `LatencyMarks.timeToFirstAudioHeard`, which begins when the request leaves.
  public let timeToFirstAudible: Duration?
}

extension UtteranceProgress {
  private static let levelWindow = Duration.milliseconds(50)

  /// How things stand at `now`.
  func snapshot(at now: MonotonicInstant) -> UtteranceSnapshot {
    let heard = finalHeard ?? live.heard(at: now)
    let state = state
    let isHeard = state == .playing && heard > .zero
    return UtteranceSnapshot(
      state: state,
      elapsed: timeline[.command]?.duration(to: now) ?? .zero,
      heard: heard,
      inHand: state == .over ? .zero : max(.zero, live.arrived - heard),
      level: isHeard ? live.loudness.loudness(before: heard, window: Self.levelWindow)?.rms : nil,
      stallCount: stallCount.load(ordering: .acquiring),
      timeToFirstAudible: timeline[.command].flatMap { command in
        timeline[.firstAudible].map { command.duration(to: $0) }
      })
  }

  private var finalHeard: Duration? { end.load().map { format?.duration(of: $0.framesHeard) ?? .zero } }

  private var state: UtteranceSnapshot.State {
    if live.isOver.load(ordering: .acquiring) || end.load() != nil { return .over }
    switch live.standstill.load(ordering: .acquiring) {
    case .paused: return .paused
    case .soundLost where timeline[.firstWrite] != nil: return .soundLost
    case .soundLost, .none: break
    }
    if isStalled.load(ordering: .acquiring) { return .stalled }
    if timeline[.firstWrite] != nil { return .playing }
    if timeline[.firstByte] != nil { return .buffering }
    return live.isFetched.load(ordering: .acquiring) ? .connecting : .waiting
  }
}

extension Utterance {
  /// How it stands now. Any thread; neither locks nor waits.
  public var snapshot: UtteranceSnapshot { progress.snapshot(at: .now) }
}
