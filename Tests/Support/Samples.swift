extension Sequence<Int16> {
  /// Where these samples and `others` differ first, in words; nil when they are the same. (To show a difference of long
  /// arrays as a whole takes minutes.)
  public func difference(from others: some Sequence<Int16>) -> String? {
    let (mine, others) = (Array(self), Array(others))
    if let index = zip(mine, others).enumerated().first(where: { $1.0 != $1.1 })?.offset {
      return "sample \(index) of \(mine.count) is \(mine[index]), not \(others[index])"
    }
    return mine.count == others.count ? nil : "there are \(mine.count) samples, not \(others.count)"
  }

  /// The samples as little-endian bytes.
  public var littleEndianBytes: [UInt8] {
    flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
  }
}

extension [Int16] {
  /// Reads little-endian samples; half a sample at the end is left out.
  public init(littleEndian bytes: some Sequence<UInt8>) {
    let bytes = Array<UInt8>(bytes)
    self = stride(from: 0, to: bytes.count - 1, by: 2).map {
      Int16(bitPattern: UInt16(bytes[$0 + 1]) << 8 | UInt16(bytes[$0]))
    }
  }
}
