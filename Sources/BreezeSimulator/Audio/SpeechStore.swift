internal import AudioTypes
internal import Synchronization

/// Makes the samples and bytes of an utterance and keeps the latest bytes, so that a repeated text is ready at once.
/// Callable from any thread.
final class SpeechStore: Sendable {
  /// What the samples of one utterance depend on.
  struct Utterance: Hashable, Sendable {
    var text: String
    var voice: Voice
    var speed = 1.0
    var volume = 1.0
    var signal = AudioScript.Signal.speech
    var signalMilliseconds = 0.0
  }

  private struct File: Hashable {
    var utterance: Utterance
    var format: OutputFormat
    var mp3: MP3Encoder.Options
    var joinedFiles: Int
    var oddTrailingByte: Bool
  }

  private let files = Mutex(BoundedCache<File, [UInt8]>(capacity: ByteCount(64 << 20)))

  /// The bytes of a stream or download.
  func bytes(
    of utterance: Utterance, as format: OutputFormat, script: AudioScript, bitrateKilobitsPerSecond: Int? = nil
  ) throws(SimulatorError) -> [UInt8] {
    let options = MP3Encoder.Options(
      bitrateKilobitsPerSecond: bitrateKilobitsPerSecond ?? MP3Encoder.bitrateKilobitsPerSecond,
      infoTag: script.infoTag, id3: script.id3)
    let file = File(
      utterance: utterance, format: format, mp3: options, joinedFiles: min(max(1, script.joinedFiles), 100),
      oddTrailingByte: script.oddTrailingByte)
    if let bytes = files.withLock({ $0[file] }) { return bytes }
    let bytes = try Self.encode(try samples(of: utterance), as: file)
    files.withLock { $0.insert(bytes, for: file, size: ByteCount(bytes.count)) }
    return bytes
  }

  /// The samples, 24 kHz mono.
  func samples(of utterance: Utterance) throws(SimulatorError) -> [Int16] {
    let samples =
      switch utterance.signal {
      case .speech:
        try SpeechSynthesizer.samples(
          for: .init(text: utterance.text, voice: utterance.voice.espeakName, speed: utterance.speed))
      case .tone:
        TestSignal.tone(milliseconds: utterance.signalMilliseconds)
      case .noise:
        TestSignal.noise(
          milliseconds: utterance.signalMilliseconds, seed: TestSignal.seed(for: utterance.voice.id + utterance.text))
      }
    guard utterance.volume != 1 else { return samples }
    return samples.map { Int16(clamping: Int(Double($0) * utterance.volume)) }
  }

  private static func encode(_ samples: [Int16], as file: File) throws(SimulatorError) -> [UInt8] {
    switch file.format {
    case .pcm: return pcmBytes(samples) + (file.oddTrailingByte ? [0] : [])
    case .wav: return wavFile(pcmBytes(samples))
    case .mp3:
      let partLength = max(1, (samples.count + file.joinedFiles - 1) / file.joinedFiles)
      var bytes: [UInt8] = []
      for start in stride(from: 0, to: samples.count, by: partLength) {
        let part = Array(samples[start..<min(samples.count, start + partLength)])
        bytes += try MP3Encoder.file(of: part, options: file.mp3)
      }
      return bytes
    }
  }
}

/// Signed 16-bit little-endian.
func pcmBytes(_ samples: [Int16]) -> [UInt8] {
  samples.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
}

/// A RIFF/WAVE file with the 44-byte header of 16-bit mono PCM.
private func wavFile(_ data: [UInt8]) -> [UInt8] {
  func little(_ value: Int, _ width: Int) -> [UInt8] {
    (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
  let rate = AudioFormat.speech.sampleRate
  let format =
    little(16, 4) + little(1, 2) + little(1, 2) + little(rate, 4) + little(2 * rate, 4) + little(2, 2) + little(16, 2)
  return Array("RIFF".utf8) + little(36 + data.count, 4) + Array("WAVEfmt ".utf8) + format
    + Array("data".utf8) + little(data.count, 4) + data
}
