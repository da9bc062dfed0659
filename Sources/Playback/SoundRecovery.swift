public import AudioTypes

/// A silence in the middle of an utterance, or a delay of its start, because the sound server or its device failed; and that
/// it went on with the first sample that had not been heard.
public struct SoundRecovery: Sendable {
  /// What failed.
  public enum Cause: Int, CaseIterable, Sendable {
    /// The server ended, or closed the connection: another was made.
    case serverLost
    /// The device went away: another stream was opened, on the default device if need be.
    case deviceLost
    /// The server did nothing and answered nothing for a while.
    case serverSilent
    /// The device was switched off for a while.
    case deviceSuspended
    /// The server answered, but took nothing of what was to be played: another connection was made.
    case streamStuck
  }

  /// What failed.
  public let cause: Cause
  /// When the last sample before it was heard, as nearly as can be told.
  public let start: MonotonicInstant
  /// How long until sound went on, or the utterance was over without.
  public let duration: Duration
  /// Whether sound went on; false when it was given up, or the utterance stopped meanwhile.
  public let isMended: Bool
}

extension SoundRecovery.Cause {
  /// What has happened and what is being done, in a sentence for people.
  public var message: String {
    switch self {
    case .serverLost: "The connection to the sound server was lost; speech goes on when it is back."
    case .deviceLost: "The output device went away; speech goes on when there is one."
    case .serverSilent: "The sound server does not answer; speech goes on when it does."
    case .deviceSuspended: "The output device is suspended; speech goes on when it is resumed."
    case .streamStuck: "The output device takes no sound; trying again."
    }
  }
}
