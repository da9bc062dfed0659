import BreezeSimulator

/// The matrix. What is not here because the sound of it takes its own time: sinks that come back or are replaced, and
/// servers that stay away (`SoundFaultTests`, `SoundGoneTests`).
extension Fault {
  static let all = streams + histories + jobs + sounds.filter { $0.soundFault.map { !$0.isForPulseAudioOnly } ?? true }

  private static let finished = ["outcome": "finished"]
  private static let failed = ["outcome": "failed"]

  /// A stream of 600 ms that breaks off in its middle.
  private static let streams = [
    cut("PCM, connection closed", report: bytes),
    cut("PCM, connection reset", how: .reset, report: bytes),
    cut("MP3, the history has the same bytes", .mp3, heard: .decoded, report: bytes),
    cut("MP3, the history has it at another bit rate", .mp3, heard: .aligned, report: samples) {
      $0.history.bitrateKilobitsPerSecond = 96
    },
    cut("PCM, the history has MP3", heard: .aligned, report: samples) { $0.history.format = .mp3 },
    cut("MP3, the history has WAV", .mp3, heard: .aligned, report: samples) { $0.history.format = .wav },
    cut("PCM, the history has WAV", report: samples) { $0.history.format = .wav },
    cut("PCM, the history has FLAC", report: samples, stored: .flac),
    cut("PCM, 425 twice", report: bytes.merging(["stalls.count": "1"]) { $1 }) {
      $0.history.notReadyCount = 2
      $0.history.retryAfterSeconds = 1
    },
    cut("PCM, the history is cut, too", report: bytes, downloads: [.historyBurst { $0.cut = Cut(afterBytes: 20_000) }]),
    cut("PCM, the history redirects to another host", report: bytes, isElsewhere: true),
    cut("PCM, no history: 404", heard: .beginning(7200), status: 9, report: ["outcome": "truncated"]) {
      $0.history.failure = .forgotten
    },
    cut("PCM, no history: 401", heard: .beginning(7200), status: 9, report: ["outcome": "truncated"]) {
      $0.history.failure = Failure(status: 401, code: "AUTH_REQUIRED")
    },
  ]

  private static let bytes = finished.merging(["recovery.method": "bytes"]) { $1 }
  private static let samples = finished.merging(["recovery.method": "samples"]) { $1 }

  private static func cut(
    _ description: String, _ format: OutputFormat = .pcm, how: Cut.How = .close, heard: Heard = .whole(),
    status: Int32 = 0, report: [String: String], stored: StoredAudio? = nil, downloads: [Scenario] = [],
    isElsewhere: Bool = false, _ configure: (inout Scenario) -> Void = { _ in }
  ) -> Fault {
    Fault(
      "a stream is cut: \(description)", .say(format), heard: heard, status: status, report: report, stored: stored,
      downloads: downloads, isElsewhere: isElsewhere
    ) {
      $0.cut = Cut(afterBytes: format == .mp3 ? 2403 : 14_400, how: how)
      configure(&$0)
    }
  }

  /// Audio from the history.
  private static let histories = [
    kept("pcm", "pcm"),
    kept("mpeg", "mp3", heard: .aligned) { $0.history.format = .mp3 },
    kept("wav", "wav") { $0.history.format = .wav },
    kept("flac", "flac", .flac), kept("aac", "aac", .aac, heard: .aligned),
    kept("opus", "ogg", .opus, heard: .aligned),
    kept("flac that is called mpeg", "mp3", .flac.named("audio/mpeg")),
    kept("opus that is called a stream of bytes", "unknown", .opus.named("application/octet-stream"), heard: .aligned),
    kept("wav without a type", "unknown", downloads: [untyped]) { $0.history.format = .wav },
    kept("mpeg without a type", "unknown", heard: .aligned, downloads: [untyped]) { $0.history.format = .mp3 },
    Fault("history: 425 twice", .play, report: finished) {
      $0.history.notReadyCount = 2
      $0.history.retryAfterSeconds = 1
    },
    Fault(
      "history: cut", .play, report: finished.merging(["recovery.broke_off_at_bytes": "10001"]) { $1 },
      downloads: [.historyBurst { $0.cut = Cut(afterBytes: 10_001) }]),
    Fault("history: redirected to another host", .play, report: finished, isElsewhere: true),
    refused(401, "AUTH_REQUIRED", status: 3), refused(404, "RESOURCE_NOT_FOUND", status: 7),
    refused(409, "CONFLICT", status: 1),
  ]

  private static let untyped = Scenario.historyBurst { $0.reply.omitHeaders = ["content-type"] }

  private static func kept(
    _ description: String, _ announced: String, _ stored: StoredAudio? = nil, heard: Heard = .whole(),
    downloads: [Scenario] = [], _ configure: (inout Scenario) -> Void = { _ in }
  ) -> Fault {
    Fault(
      "history: \(description)", .play, heard: heard, report: finished.merging(["audio.encoding": announced]) { $1 },
      stored: stored, downloads: downloads, configure)
  }

  private static func refused(_ httpStatus: Int, _ code: String, status: Int32) -> Fault {
    Fault("history: \(httpStatus)", .play, heard: .nothing, status: status, report: failed) {
      $0.history.failure = Failure(status: httpStatus, code: code)
    }
  }

  private static let jobs = [
    Fault("job: ready after two looks", .order, report: finished) { $0.job.activeLooks = 2 },
    Fault("job: failed", .order, heard: .nothing, status: 6, report: failed) { $0.jobStatus = "failed" },
    Fault("job: cancelled", .order, heard: .nothing, status: 1, report: failed) { $0.jobStatus = "cancelled" },
  ]

  /// 1.5 s, the fault in their middle. A server that thaws makes up for lost time and runs dry, or does not.
  private static let sounds = [
    sound("the sound server is killed and restarted", .restart, "server_lost", lost: SoundFault.lostWithServer),
    sound("its sink is unloaded, there is another", .unload, nil),
    sound("its sink is suspended for a second", .suspend, "device_suspended"),
    sound("the sound server is frozen for 3 s", .freeze, "server_silent", stalls: nil, lost: SoundFault.lostInThaw),
    sound("its stream is moved to another sink", .move, nil),
  ]

  private static func sound(
    _ description: String, _ soundFault: SoundFault, _ cause: String?, stalls: String? = "0",
    lost: Duration = .milliseconds(20)
  ) -> Fault {
    var report = finished
    report["sound_recoveries.first.0.cause"] = cause
    report["stalls.count"] = stalls
    return Fault(description, heard: .whole(lost: lost), report: report, soundFault: soundFault, milliseconds: 1500)
  }
}
