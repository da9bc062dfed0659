/// What no stream may go beyond.
enum DecodingLimits {
  /// Bytes in a row that are not audio.
  static let garbage = 65_536
}
