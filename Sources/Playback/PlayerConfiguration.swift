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
    /// Nowhere: utterances are only saved.
    case none
  }

  /// The service, and the key it is used with.
  public var service: SpeechService
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
  /// How the network thread works.
  public var network = HTTPClientConfiguration()

  /// Makes a configuration that plays on the default sound server.
  public init(service: SpeechService) {
    self.service = service
  }
}
