extension Double {
  /// As `12.3`; of what is not finite only that.
  package var withOneDecimal: String {
    guard magnitude < 1e15 else { return "\(self)" }
    let tenths = Int((magnitude * 10).rounded())
    return "\(self < 0 && tenths > 0 ? "-" : "")\(tenths / 10).\(tenths % 10)"
  }
}
