/// The encodings the streaming endpoint offers, spelled as its `output_format` query spells them.
public enum SpeechFormat: String, Sendable, CaseIterable {
  /// MPEG audio layer III: about a tenth of the bytes of PCM.
  case mp3
  /// Raw signed 16-bit little-endian PCM: needs no decoding, so its first byte is already audio.
  case pcm
}
