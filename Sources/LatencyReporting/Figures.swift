import AudioTypes

extension String {
  /// The text with spaces up to `width` columns: behind it, or before it.
  public func padded(to width: Int, left: Bool = false) -> String {
    let padding = String(repeating: " ", count: Swift.max(0, width - count))
    return left ? padding + self : self + padding
  }
}

extension Duration {
  /// In milliseconds with one decimal, as `12.3 ms`.
  public var inMilliseconds: String { "\(milliseconds.withOneDecimal) ms" }

  /// In seconds with one decimal, as `1.2 s`.
  public var inSeconds: String { "\((milliseconds / 1000).withOneDecimal) s" }
}

extension Double {
  /// A magnitude of at most 1, as `0.97`.
  var withTwoDecimals: String {
    let hundredths = Int((min(max(self, 0), 1) * 100).rounded())
    return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
  }
}

extension Int {
  /// As `12,345`.
  var inThousands: String {
    let digits = String(magnitude)
    let grouped = digits.enumerated().map { index, digit in
      index > 0 && (digits.count - index) % 3 == 0 ? ",\(digit)" : "\(digit)"
    }
    return (self < 0 ? "-" : "") + grouped.joined()
  }
}
