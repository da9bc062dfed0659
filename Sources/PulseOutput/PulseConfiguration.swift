public import AudioTypes

/// Where and how to play.
public struct PulseConfiguration: Sendable {
  /// The sound server, as `PULSE_SERVER` spells it (`unix:/path`, `tcp:host`); nil takes `PULSE_SERVER` or the default.
  public var server: String?
  /// The name of the sink; nil takes `PULSE_SINK` or the server's default.
  public var device: String?
  /// What the first stream is opened at, before any audio has come.
  public var format: AudioFormat
  /// How much the server may hold of what was written, 5 ms to 2 s; anything outside is held at the nearer end.
  ///
  /// It caps the safety margin and costs no start latency: the first write to an idle stream sounds at once.
  public var bufferLength: Duration
  /// The program, as volume controls show it.
  public var applicationName: String
  /// The program's reverse-domain identifier (`application.id`).
  public var applicationID: String
  /// The stream, as volume controls show it. A fixed label: every program of the session can read it.
  public var streamName: String
  /// How long connecting, and each opening of a stream, may take.
  public var connectLimit: Duration
  /// How long a sound server that played before may be gone, or play nothing of what it has, before what is to be played
  /// fails.
  public var recoveryLimit: Duration
  /// How long a connection that is refused is tried again: the server's queue may only be full.
  package var refusalLimit = Duration.milliseconds(500)

  /// Makes a configuration; every value has a default that suits speech.
  public init(
    server: String? = nil,
    device: String? = nil,
    format: AudioFormat = .speech,
    bufferLength: Duration = .milliseconds(200),
    applicationName: String = "Gust",
    applicationID: String = "blue.breeze.Gust",
    streamName: String = "Speech",
    connectLimit: Duration = .seconds(5),
    recoveryLimit: Duration = .seconds(5)
  ) {
    self.server = server
    self.device = device
    self.format = format
    self.bufferLength = bufferLength
    self.applicationName = applicationName
    self.applicationID = applicationID
    self.streamName = streamName
    self.connectLimit = connectLimit
    self.recoveryLimit = recoveryLimit
  }

  /// The name by which servers know their default sink, whatever `PULSE_SINK` says.
  public static let defaultDevice = "@DEFAULT_SINK@"
}
