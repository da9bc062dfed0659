/// The encodings the simulator makes. The service also offers flac, aac and opus for downloads; see `HistoryScript.file`.
public enum OutputFormat: String, Codable, Sendable, CaseIterable {
  /// MPEG-2 layer III, 24 kHz mono, 64 kbit/s CBR.
  case mp3
  /// Raw signed 16-bit little-endian samples, 24 kHz mono.
  case pcm
  /// The samples of `pcm` in a RIFF file; not for streams.
  case wav

  var contentType: String {
    switch self {
    case .mp3: "audio/mpeg"
    case .pcm: "audio/pcm"
    case .wav: "audio/wav"
    }
  }

  /// Bytes that hold one millisecond of audio.
  var bytesPerMillisecond: Int {
    switch self {
    case .mp3: MP3Encoder.bitrateKilobitsPerSecond / 8
    case .pcm, .wav: 48
    }
  }
}
