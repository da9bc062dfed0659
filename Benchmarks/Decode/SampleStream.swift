import AudioTypes
import BreezeSimulator
import Gust
import PulseHarness

/// A stream to be decoded, in memory and in a file.
struct SampleStream {
  let name: String
  let encoding: AudioEncoding
  let sampleRate: Int
  let bytes: [UInt8]
  let path: String

  init(
    _ name: String, _ encoding: AudioEncoding, sampleRate: Int = 24_000, _ bytes: [UInt8], in folder: TemporaryFolder
  ) throws {
    self.name = name
    self.encoding = encoding
    self.sampleRate = sampleRate
    self.bytes = bytes
    path = try folder.write("stream-\(bytes.count)-\(sampleRate)", bytes)
  }

  /// As the service sends it: noise, loud from the first sample, as MP3 of 24 kHz mono at 64 kbit/s or as PCM.
  static func speechService(_ format: OutputFormat, length: Duration, in folder: TemporaryFolder) throws -> SampleStream
  {
    let bytes = try noise(format, length)
    return switch format {
    case .mp3: try SampleStream("MP3 24 kHz mono 64 kbit/s", .mp3, bytes, in: folder)
    default: try SampleStream("PCM 24 kHz mono", .pcm(.speech), bytes, in: folder)
    }
  }

  /// MP3 of 44.1 kHz stereo at 128 kbit/s, which the program `lame` makes.
  static func music(length: Duration, in folder: TemporaryFolder) throws(MissingRival) -> SampleStream {
    let name = "MP3 44.1 kHz stereo 128 kbit/s"
    do {
      let samples = try folder.write("noise.pcm", try noise(.pcm, length))
      let file = folder.path("music.mp3")
      // Taken as stereo, neighbouring samples become the two channels, and half the length is left.
      let lame = try ProgramRun(
        "lame", ["--quiet", "-r", "-s", "24", "--resample", "44.1", "-m", "j", "-b", "128", "-t", samples, file])
      let result = try lame.wait(limit: .seconds(60))
      guard result.ending == .exit(0), let bytes = folder.contents(of: "music.mp3") else {
        throw BenchError("lame: \(result.ending) \(result.error)")
      }
      return try SampleStream(name, .mp3, sampleRate: 44_100, bytes, in: folder)
    } catch {
      throw MissingRival(name: name, reason: "\(error) (apt install lame)")
    }
  }

  private static func noise(_ format: OutputFormat, _ length: Duration) throws -> [UInt8] {
    let scenario = Scenario {
      $0.audio.signal = .noise
      $0.audio.signalMilliseconds = length.milliseconds
    }
    return try BreezeSimulator().reference(text: "decode", format: format, scenario: scenario)
  }
}
