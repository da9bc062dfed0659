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
  /// The MP3 library failed: its code (`enum mpg123_errors`) and its own words.
  case library(code: Int32, text: String)
}
