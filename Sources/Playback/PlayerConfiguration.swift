public import AudioTypes
public import HTTPStreaming
import Platform
public import Prebuffering
public import PulseOutput
public import SpeechAPI

/// How a player works, for its whole life.
public struct PlayerConfiguration: Sendable {
  /// Where sound goes.
  public enum Sound: Sendable {
    /// To a PulseAudio or PipeWire server.
    case pulse(PulseConfiguration)
    /// Into a WAV file, as fast as it comes: pauses, stalls and waits take no time in it. The file has
    /// its name once the player is shut down; where nothing was played there is none.
    ///
    /// `format` is what the file holds, to which all is converted; nil takes that of the first utterance. A file that cannot
    /// be written fails what is played (`PlaybackError.file`).
    case wavFile(String, format: AudioFormat? = nil)
    /// To a host that reads it when it needs it. A source is for one player at a time.
    case pull(PullSource)
    /// Nowhere: utterances are only saved.
    case none
  }

  /// The service that speaks; nil where no service is asked, but bytes are played that the host has
  /// (`Player.play(bytes:format:)`, `Player.openStream(format:)`). Whatever needs it then fails with `PlaybackError.noService`.
  public var service: SpeechService?
  /// Where sound goes.
  public var sound = Sound.pulse(PulseConfiguration())
  /// When the first sample of an utterance may go.
  public var startPolicy = StartPolicy.adaptive
  /// The folder in which `StartPolicy.adaptive` keeps what it learns of services from one run to the next: times of arrival,
  /// nothing that was said. Nil: nothing is read or written, and each player learns for itself.
  ///
  /// By default `$XDG_STATE_HOME/gust`, else `~/.local/state/gust`; nil where `GUST_STATE` is `off`.
  public var stateFolder = standardStateFolder()
  /// Loudness as a factor on every sample, 0…4; 1 leaves every bit as it is.
  public var volume = 1.0
  /// How long the stream of sound stays awake with nothing to play. Then it is told to stand still, so that the device may
  /// sleep; the next utterance wakes it while its request is under way.
  public var idleLimit = Duration.seconds(10)
  /// How long a request may take.
  public var limits = HTTPLimits()
  /// When a request is repeated that cannot have made audio.
  public var retryPolicy = RetryPolicy.generation
  /// How often a job that is waited for is looked at, and for how long.
  public var jobPolling = JobPolling.standard
  /// When stored audio is asked for again, and how long audio that is still in the making is waited for.
  public var downloadPolicy = RetryPolicy.download
  /// The same, where the stored audio is to go on for a stream that broke off.
  public var recoveryPolicy = RetryPolicy.download
  /// Where the player tells, step by step, what it does; nil: nowhere, and at no cost.
  public var log: PlayerLog?
  /// Whether the path `-` of what is saved is standard output, as in the arguments of a command. Else it is a file name.
  package var savesToStandardOutput = false
  /// How the network thread works.
  public var network = HTTPClientConfiguration()

  /// Makes a configuration that plays on the default sound server.
  public init(service: SpeechService? = nil) {
    self.service = service
  }

  /// The service, with the key of this moment.
  func authorizedService() throws(PlaybackError) -> AuthorizedService {
    guard let service else { throw .noService }
    do {
      return try service.authorized()
    } catch {
      throw .key("\(error)")
    }
  }
}
