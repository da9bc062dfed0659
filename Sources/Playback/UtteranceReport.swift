public import AudioTypes
public import HTTPStreaming
public import SpeechAPI

/// What became of one utterance, and what was measured on the way: made on success and on failure alike.
public struct UtteranceReport: Sendable {
  /// How an utterance can end.
  public enum Outcome: Sendable {
    /// Heard, or saved, from the first to the last sample.
    case finished
    /// Stopped on request.
    case stopped
    /// What came was heard or saved to its end, but it is not all.
    case truncated(PlaybackError)
    /// Nothing was heard, or not all of what came.
    case failed(PlaybackError)
  }

  /// How it ended.
  public internal(set) var outcome: Outcome
  /// The moments that were reached.
  public internal(set) var marks: LatencyMarks
  /// How the audio came, as the reply announced it; nil when no audio was announced.
  public internal(set) var encoding: AudioEncoding?
  /// What was played; nil when nothing was decoded.
  public internal(set) var format: AudioFormat?
  /// Bytes of audio that came.
  public internal(set) var bytesReceived = ByteCount.zero
  /// How long what came sounds; reckoned by bytes where not all of it was decoded, nil when nothing was.
  public internal(set) var audioLength: Duration?
  /// How fast it came after its first bytes, in seconds of audio a second; nil when it came at once, or was not decoded.
  ///
  /// A full ring holds the stream back, so one that is longer than the ring shows no more than the pace of playing.
  public internal(set) var arrivalRate: Double?
  /// Frames given to the sound server.
  public internal(set) var framesWritten = FrameCount.zero
  /// Frames that were heard.
  public internal(set) var framesHeard = FrameCount.zero
  /// When the first frame was heard, audible or not, by the sound server's own account; nil when none was.
  public internal(set) var firstFrameHeard: MonotonicInstant?
  /// How often playback ran dry after it had begun.
  public internal(set) var stallCount = 0
  /// How long it was silent because of that.
  public internal(set) var stalledTime = Duration.zero
  /// The longest of these silences.
  public internal(set) var longestStall = Duration.zero
  /// The first 32 of these silences, in order.
  public internal(set) var stalls: [Stall] = []
  /// How often the sound server or its device failed and playing went on, or was given up.
  public internal(set) var soundRecoveryCount = 0
  /// The first 32 of these, in order.
  public internal(set) var soundRecoveries: [SoundRecovery] = []
  /// From the call of `stop` to the last frame at the sink, by the sound server's own account; nil unless it was stopped
  /// while it sounded.
  public internal(set) var stopLatency: Duration?
  /// What the sound server granted; nil when nothing was written.
  public internal(set) var buffer: GrantedBuffer?
  /// The most bytes that waited between network and decoder.
  public internal(set) var ringHighWater = ByteCount.zero
  /// The requests that were turned away and repeated, in order.
  public internal(set) var retries: [RetryNotice] = []
  /// How the rest was fetched of a stream that broke off; nil when none did, or nobody knew where to fetch it.
  public internal(set) var recovery: Recovery?
  /// The name that the service gives the audio as a file; nil when it gives none. **Outside data**: it may hold slashes, `..`
  /// and control characters.
  public internal(set) var suggestedFilename: String?
  /// The stored generation, for fetching it again.
  public internal(set) var historyItemID: String?
  /// The public id of the key that was used; safe to show.
  public internal(set) var apiKeyID: String?
  /// Whether the request went over a connection kept from an earlier one.
  public internal(set) var isConnectionReused = false
  /// The protocol of the reply.
  public internal(set) var httpVersion: HTTPVersion?
  /// The file that holds the bytes received, and how many it holds.
  public internal(set) var savedFile: SavedFile?

  /// How long what was heard sounds.
  public var heardTime: Duration { format?.duration(of: framesHeard) ?? .zero }
}

/// A file that holds the bytes of an utterance as they came.
public struct SavedFile: Sendable {
  /// The file, as the caller named it.
  public let path: String
  /// Bytes it holds.
  public let byteCount: ByteCount
}

/// A request was turned away, and is about to be repeated: before any audio can have been made, or for audio that is there
/// already or still in the making.
public struct RetryNotice: Sendable {
  /// Why it was turned away.
  public let reason: PlaybackError
  /// How long until it is repeated.
  public let delay: Duration
  /// Which repetition this will be, from 1.
  public let number: Int
}

/// What happens to an utterance while it runs.
///
/// What changes all the time is no event: see `Utterance.levels(every:)` and `Utterance.progress(every:)`.
public enum UtteranceEvent: Sendable {
  /// Its turn has come: it is asked of the service, or of the host whose bytes it is.
  case connecting
  /// The request was turned away and will be repeated.
  case retrying(RetryNotice)
  /// The audio is that of a job that is not over; it is waited for. Comes again when something new is known of it.
  case waiting(GenerationJob)
  /// The stream broke off, for the reason given; its rest is fetched from the history, while what came plays on.
  case recovering(PlaybackError)
  /// The rest has come.
  case recovered(Recovery)
  /// The first bytes of audio came.
  case firstByte
  /// The first frame went to the sound server.
  case started
  /// Playback ran dry; it goes on when audio comes.
  case stalled
  /// Playback goes on after a stall.
  case resumed
  /// The sound server or its device failed; what was not heard yet is played when it is there again.
  case soundLost(SoundRecovery.Cause)
  /// Playback goes on after such a failure.
  case soundBack(SoundRecovery)
  /// It is over.
  case finished(UtteranceReport)
}
