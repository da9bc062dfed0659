/// Where in a text a voice is, where nobody tells: in proportion to time.
package enum SpeechPace {
  /// Speech has about so many characters a second; used while nothing better is known.
  private static let usual = 15.0

  /// How many of `count` characters were spoken in what was `heard`.
  ///
  /// - Parameters:
  ///   - known: how long that of it sounds which has come.
  ///   - isWhole: whether that is all of it.
  ///   - expected: how long it may sound in all, if more is known than what is usual.
  package static func characters(
    heard: Duration, of count: Int, known: Duration, isWhole: Bool, expecting expected: Duration? = nil
  ) -> Int {
    let guess = isWhole ? .zero : expected ?? .seconds(Double(count) / usual)
    let whole = max(known, heard, guess)
    return whole > .zero ? Int(min(1, heard / whole) * Double(count)) : 0
  }
}
