/// Makes Unicode scalars of bytes that come cut anywhere.
///
/// What is no UTF-8 becomes U+FFFD, one for each longest beginning of a sequence (Unicode 15, section 3.9, "substitution of
/// maximal subparts"), as everywhere else.
struct UTF8Decoder: Sendable {
  /// How many U+FFFD were put in.
  private(set) var invalidCount = 0

  private var value: UInt32 = 0
  private var missing = 0
  private var allowed: ClosedRange<UInt8> = 0x80...0xBF

  mutating func take(_ byte: UInt8, _ emit: (Unicode.Scalar) -> Void) {
    guard missing > 0 else { return begin(byte, emit) }
    guard allowed.contains(byte) else {
      finish(emit)
      return begin(byte, emit)
    }
    allowed = 0x80...0xBF
    value = value << 6 | UInt32(byte & 0x3F)
    missing -= 1
    if missing == 0, let scalar = Unicode.Scalar(value) { emit(scalar) }
  }

  /// The bytes have ended, perhaps inside a sequence.
  mutating func finish(_ emit: (Unicode.Scalar) -> Void) {
    guard missing > 0 else { return }
    missing = 0
    allowed = 0x80...0xBF
    replace(emit)
  }

  private mutating func begin(_ byte: UInt8, _ emit: (Unicode.Scalar) -> Void) {
    switch byte {
    case ..<0x80: emit(Unicode.Scalar(byte))
    case 0xC2...0xDF: expect(1, after: byte & 0x1F)
    case 0xE0...0xEF:
      expect(2, after: byte & 0x0F)
      // Neither longer than needed nor a surrogate.
      if byte == 0xE0 { allowed = 0xA0...0xBF }
      if byte == 0xED { allowed = 0x80...0x9F }
    case 0xF0...0xF4:
      expect(3, after: byte & 0x07)
      // Neither longer than needed nor above U+10FFFF.
      if byte == 0xF0 { allowed = 0x90...0xBF }
      if byte == 0xF4 { allowed = 0x80...0x8F }
    default: replace(emit)
    }
  }

  private mutating func expect(_ count: Int, after bits: UInt8) {
    missing = count
    value = UInt32(bits)
  }

  private mutating func replace(_ emit: (Unicode.Scalar) -> Void) {
    invalidCount += 1
    emit(.replacement)
  }
}

extension Unicode.Scalar {
  /// Stands where something could not be read. It is shown, and not spoken.
  static let replacement: Unicode.Scalar = "\u{FFFD}"
}
