import BreezeSimulator
import Testing

/// One row of the fault matrix: what goes wrong, and what has to come of it.
struct Fault: Sendable, CustomTestStringConvertible {
  /// What the listener asked for.
  enum Command: Sendable {
    /// `gust say`, in this format.
    case say(OutputFormat)
    /// `gust say --async`.
    case order
    /// `gust play` of something that was generated before.
    case play
  }

  /// What the monitor of the sink has to show.
  enum Heard: Sendable {
    /// Every sample of the original, but for so much at one seam.
    case whole(lost: Duration = .zero)
    /// What an uncut decode of the MP3 gives, the error below −60 dBFS.
    case decoded
    /// The original from its beginning to its end, with what a lossy codec makes of it, nowhere off by more than 1 ms.
    case aligned
    /// So many samples of the original from its beginning, then nothing.
    case beginning(Int)
    case nothing
  }

  let testDescription: String
  let command: Command
  let heard: Heard
  /// The exit status.
  let status: Int32
  /// What the JSON report has to say, by the path of the field.
  let report: [String: String]
  let scenario: Scenario
  /// What the history keeps in place of what was streamed.
  let stored: StoredAudio?
  /// How single downloads from the history go, in order.
  let downloads: [Scenario]
  /// Whether the history redirects to another host, which has the audio.
  let isElsewhere: Bool
  /// What happens to the sound while it plays.
  let soundFault: SoundFault?

  init(
    _ description: String, _ command: Command = .say(.pcm), heard: Heard = .whole(), status: Int32 = 0,
    report: [String: String] = [:], stored: StoredAudio? = nil, downloads: [Scenario] = [], isElsewhere: Bool = false,
    soundFault: SoundFault? = nil, milliseconds: Double = Fault.milliseconds,
    _ configure: (inout Scenario) -> Void = { _ in }
  ) {
    testDescription = description
    self.command = command
    self.heard = heard
    self.status = status
    self.report = report
    self.stored = stored
    self.downloads = downloads
    self.isElsewhere = isElsewhere
    self.soundFault = soundFault
    scenario = .noise(milliseconds, configure)
  }

  /// Long enough for a few MP3 frames before and after a cut.
  static let milliseconds = 600.0
  static let text = "Matrix"

  /// How what is generated is encoded.
  var format: OutputFormat {
    if case .say(let format) = command { format } else { .pcm }
  }
}

/// What a history can keep that the simulator does not encode by itself.
struct StoredAudio: Sendable {
  /// The options of `ffmpeg` that make it.
  let options: [String]
  var contentType: String

  static let flac = StoredAudio(options: ["-f", "flac"], contentType: "audio/flac")
  /// Perceptual noise substitution would put other noise in the place of ours.
  static let aac = StoredAudio(
    options: ["-c:a", "aac", "-aac_pns", "0", "-b:a", "96k", "-f", "adts"], contentType: "audio/aac")
  static let opus = StoredAudio(options: ["-c:a", "libopus", "-b:a", "128k", "-f", "ogg"], contentType: "audio/opus")

  /// The same, called something else.
  func named(_ contentType: String) -> StoredAudio { StoredAudio(options: options, contentType: contentType) }
}
