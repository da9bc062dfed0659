import Gust

/// What speaks the lines of a session from now on.
struct LineVoice {
  private(set) var voiceID: String
  private(set) var device: String?
  private(set) var volume: Double
  private(set) var player: Player
  private let options: SayOptions
  private let configuration: PlayerConfiguration

  /// Reads the key, and starts the player.
  init(_ options: SayOptions) throws {
    self.options = options
    (voiceID, device, volume) = (options.voiceID, options.playback.audioDevice, options.playback.volume)
    configuration = try options.playback.configuration(options.service)
    player = try Player(configuration)
    try request(for: "…").check()
  }

  func request(for text: String) -> SpeechRequest {
    var request = options.request(for: text)
    request.voiceID = voiceID
    return request
  }

  mutating func setVoice(_ id: String) throws(PlaybackError) {
    var request = request(for: "…")
    request.voiceID = id
    try request.check()
    voiceID = id
  }

  mutating func setVolume(_ volume: Double) {
    self.volume = volume
    player.setVolume(volume)
  }

  /// A player like the one in use, on `device`; nil is the server's default.
  func makePlayer(on device: String?) throws(PlaybackError) -> Player {
    var configuration = configuration
    configuration.sound = .pulse(PulseConfiguration(device: device))
    configuration.volume = volume
    return try Player(configuration)
  }

  /// The player in use goes when what it speaks is over.
  mutating func use(_ player: Player, on device: String?) {
    (self.player, self.device) = (player, device)
  }
}
