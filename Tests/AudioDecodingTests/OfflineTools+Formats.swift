import AudioTypes
import TestSupport

extension OfflineTools {
  /// Has `ffmpeg` turn samples into a stream: the options choose codec and container.
  static func ffmpeg(_ samples: [Int16], _ format: AudioFormat, _ options: [String]) throws -> [UInt8] {
    try filter("ffmpeg", ["-v", "error", "-y"], input: samples.littleEndianBytes) {
      ["-f", "s16le", "-ar", String(format.sampleRate), "-ac", String(format.channelCount), "-i", $0] + options + [$1]
    }
  }

  /// Has `ffmpeg` decode a whole stream to 16-bit samples at its own rate and channels.
  static func ffmpegDecode(_ stream: [UInt8], as demuxer: String, by decoder: String? = nil) throws -> [Int16] {
    let choice = decoder.map { ["-c:a", $0] } ?? []
    let raw = try filter("ffmpeg", ["-v", "error", "-y"] + choice, input: stream) {
      ["-f", demuxer, "-i", $0, "-f", "s16le", "-c:a", "pcm_s16le", $1]
    }
    return [Int16](littleEndian: raw)
  }

  /// Has `flac` encode samples, in Ogg with `--ogg`.
  static func flac(_ samples: [Int16], _ format: AudioFormat, _ options: [String] = []) throws -> [UInt8] {
    let layout = [
      "--force-raw-format", "--endian=little", "--sign=signed", "--bps=16", "--channels=\(format.channelCount)",
      "--sample-rate=\(format.sampleRate)",
    ]
    return try filter("flac", ["-s", "-f"] + layout + options, input: samples.littleEndianBytes) { ["-o", $1, $0] }
  }

  /// Has `flac` say where each frame of a stream begins.
  static func flacFrameStarts(in stream: [UInt8]) throws -> [Int] {
    // "frame=1<tab>offset=8286<tab>…"
    let analysis = String(
      decoding: try filter("flac", ["-s", "-f", "-a"], input: stream) { ["-o", $1, $0] }, as: UTF8.self)
    return analysis.split(separator: "\n").compactMap { line -> Int? in
      guard line.hasPrefix("frame="), let word = line.split(separator: "\t").dropFirst().first else { return nil }
      return Int(word.dropFirst("offset=".count))
    }
  }

  /// Has `opusenc` encode samples.
  static func opus(_ samples: [Int16], _ format: AudioFormat, _ options: [String] = []) throws -> [UInt8] {
    let layout = ["--raw", "--raw-rate", String(format.sampleRate), "--raw-chan", String(format.channelCount)]
    return try filter("opusenc", ["--quiet"] + layout + options, input: samples.littleEndianBytes) { [$0, $1] }
  }

  /// Has `opusdec` decode a whole stream at 48 kHz.
  static func opusDecode(_ stream: [UInt8]) throws -> [Int16] {
    let raw = try filter("opusdec", ["--quiet", "--no-dither", "--rate", "48000"], input: stream) { [$0, $1] }
    return [Int16](littleEndian: raw)
  }
}
