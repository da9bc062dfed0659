/// Makes RIFF/WAVE files of every shape, well-formed or not.
struct WAVFile {
  var tag = 1
  var channels = 1
  var rate = 24_000
  var bits = 16
  /// The number in the head of the chunk `data`; nil is the right one.
  var dataLength: UInt32?
  var isExtensible = false
  /// Chunks between `fmt ` and `data`.
  var between: [UInt8] = []
  /// Chunks behind the audio.
  var after: [UInt8] = []

  /// A file of `data`.
  func bytes(_ data: [UInt8]) -> [UInt8] {
    var body = Array("WAVE".utf8) + Self.chunk("fmt ", format) + between
    body += Array("data".utf8) + little(Int(dataLength ?? UInt32(data.count)), 4) + data
    if data.count % 2 == 1 { body.append(0) }
    body += after
    let riffLength = dataLength == nil ? body.count : 0xFFFF_FFFF
    return Array("RIFF".utf8) + little(riffLength, 4) + body
  }

  /// A chunk with its padding.
  static func chunk(_ name: String, _ body: [UInt8]) -> [UInt8] {
    Array(name.utf8) + little(body.count, 4) + body + (body.count % 2 == 1 ? [0] : [])
  }

  private var format: [UInt8] {
    let frame = channels * ((bits + 7) / 8)
    let plain = little(channels, 2) + little(rate, 4) + little(rate * frame, 4) + little(frame, 2) + little(bits, 2)
    guard isExtensible else { return little(tag, 2) + plain }
    let identifier: [UInt8] = [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71]
    return little(0xFFFE, 2) + plain + little(22, 2) + little(bits, 2) + little(0, 4) + little(tag, 2) + identifier
  }
}

/// The `width` low bytes of `value`, lowest first.
func little(_ value: Int, _ width: Int) -> [UInt8] {
  (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
}
