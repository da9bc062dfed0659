/// Tags as editors put them before and behind audio.
enum Tags {
  static let id3v1: [UInt8] = Array("TAG".utf8) + [UInt8](repeating: 0x20, count: 125)

  /// ID3v2 with `count` bytes full of what looks like the start of a frame.
  static func id3v2(bytes count: Int) -> [UInt8] {
    let size = (0..<4).map { UInt8(count >> (7 * (3 - $0)) & 0x7F) }
    return Array("ID3".utf8) + [4, 0, 0] + size + [UInt8](repeating: 0xFF, count: count)
  }

  /// APEv2 with header and footer, and a picture of `count` bytes full of what looks like the start of a frame.
  static func ape(pictureBytes count: Int) -> [UInt8] {
    var item = littleEndian(UInt32(count)) + littleEndian(2)
    item += Array("Cover Art (Front)".utf8)
    item += [UInt8](repeating: 0, count: 1)
    item += [UInt8](repeating: 0xFF, count: count)
    let size = UInt32(item.count + 32)
    return end(size: size, flags: 1 << 31 | 1 << 29) + item + end(size: size, flags: 1 << 31)
  }

  /// The header or the footer of an APEv2 tag.
  private static func end(size: UInt32, flags: UInt32) -> [UInt8] {
    var end = Array("APETAGEX".utf8)
    for number in [2_000, size, 1, flags] { end += littleEndian(number) }
    return end + [UInt8](repeating: 0, count: 8)
  }

  private static func littleEndian(_ number: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: number >> UInt32(8 * $0)) }
  }
}
