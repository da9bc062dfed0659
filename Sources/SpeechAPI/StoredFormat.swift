/// The encodings the service stores speech in, spelled as `output_format` spells them for what is not streamed.
public enum StoredFormat: String, Sendable, CaseIterable {
  /// MPEG audio layer III.
  case mp3
  /// 16-bit PCM in a RIFF file.
  case wav
  /// Free Lossless Audio Codec.
  case flac
  /// Raw signed 16-bit little-endian PCM.
  case pcm
  /// Advanced Audio Coding.
  case aac
  /// Opus, in an Ogg stream.
  case opus
}
