extension StagingBuffer {
  /// Whether the waiting bytes at `offset` are the ASCII letters `name`; nil when too few wait to say.
  func spell(_ name: StaticString, at offset: Int = 0) -> Bool? {
    name.withUTF8Buffer { letters in
      for index in 0..<letters.count {
        guard offset + index < count else { return nil }
        guard unsafe self[offset + index] == letters[index] else { return false }
      }
      return true
    }
  }

  /// The little-endian number of `width` bytes, at most 8, at `offset`.
  func littleEndian(at offset: Int, width: Int) -> UInt64 {
    var value: UInt64 = 0
    for index in 0..<width { value |= UInt64(self[offset + index]) << (8 * UInt64(index)) }
    return value
  }

  /// The big-endian number of `width` bytes, at most 8, at `offset`.
  func bigEndian(at offset: Int, width: Int) -> UInt64 {
    var value: UInt64 = 0
    for index in 0..<width { value = value << 8 | UInt64(self[offset + index]) }
    return value
  }
}
