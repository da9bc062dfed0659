import AudioTypes
import Foundation
import PulseHarness
import TestSupport

/// The commands which make the streams for these tests and say what they must decode to: `lame` and `mpg123`, `flac`,
/// `opusenc` and `opusdec`, `ffmpeg`.
enum OfflineTools {
  struct Failure: Error {
    let command: String
    let status: Int32
  }

  /// Encodes interleaved samples with `lame`; without `options` the stream begins with its info frame.
  static func encode(_ samples: [Int16], _ format: AudioFormat = .speech, _ options: [String]) throws -> [UInt8] {
    let raw = samples.littleEndianBytes
    let kilohertz = String(Double(format.sampleRate) / 1000)
    let mode = format.channelCount == 1 ? "m" : "j"
    return try filter("lame", ["--quiet", "-r", "-s", kilohertz, "--bitwidth", "16", "-m", mode] + options, input: raw)
    {
      [$0, $1]
    }
  }

  /// 24 kHz mono at 64 kbit/s with no info frame: what a speech service streams, 192 bytes a frame.
  static func encodeUntagged(_ samples: [Int16]) throws -> [UInt8] {
    try encode(samples, .speech, ["--cbr", "-b", "64", "-t"])
  }

  /// Decodes a whole stream with the `mpg123` command.
  static func decode(_ mp3: [UInt8]) throws -> [Int16] {
    let raw = try filter("mpg123", ["-q"], input: mp3) { ["-O", $1, $0] }
    return [Int16](littleEndian: raw)
  }

  static func filter(
    _ command: String, _ options: [String], input: [UInt8], paths: (String, String) -> [String]
  ) throws -> [UInt8] {
    let folder = try TemporaryFolder()
    let (source, target) = (try folder.write("in", input), folder.path("out"))
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [command] + options + paths(source, target)
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failure(command: command, status: process.terminationStatus) }
    return try folder.read("out")
  }
}
