public import AudioTypes

/// Why a stream cannot be played on.
public enum DecodingError: Error, Equatable, Sendable {
  /// What a stream turned out to hold in place of audio.
  public enum Content: Equatable, Sendable {
    /// A page, or another document that begins with `<`.
    case html
    /// A JSON object or array: most often an error message of the service.
    case json
    /// Other text.
    case text
    /// Neither text nor audio in this encoding.
    case unknown
  }

  /// The stream never was audio; known after `after` bytes of it.
  case notAudio(Content, after: ByteCount)
  /// The stream was audio, then `skipped` bytes in a row were not.
  case tooMuchGarbage(skipped: ByteCount)
  /// The audio is in a form that is not played here: what it is, as a noun ("Vorbis in Ogg").
  case unsupported(String)
  /// The library that decodes this encoding cannot be loaded: Debian's package of it, and the loader's reason (dlerror(3)).
  case libraryMissing(package: String, reason: String)
  /// The library that decodes failed: its code and its own words.
  case library(code: Int32, text: String)
}
