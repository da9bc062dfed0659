/// How the bytes of a stream hold their audio, as it was announced.
public enum AudioEncoding: Hashable, Sendable {
  /// MPEG audio layer III; rate and channels are told by the stream itself.
  case mp3
  /// Raw interleaved signed 16-bit little-endian PCM.
  case pcm(AudioFormat)
  /// A RIFF/WAVE file of whole or floating-point PCM.
  case wav
  /// Native FLAC.
  case flac
  /// AAC in ADTS frames.
  case aac
  /// Opus or FLAC in Ogg pages.
  case ogg
  /// Nothing that can be relied on was announced: told by what the stream begins with. Never raw PCM.
  case unknown

  /// The encoding in one lower-case word.
  public var name: String {
    switch self {
    case .mp3: "mp3"
    case .pcm: "pcm"
    case .wav: "wav"
    case .flac: "flac"
    case .aac: "aac"
    case .ogg: "ogg"
    case .unknown: "unknown"
    }
  }

  /// Every word that `name` can be.
  package static let names: Set<String> = ["mp3", "pcm", "wav", "flac", "aac", "ogg", "unknown"]
}
