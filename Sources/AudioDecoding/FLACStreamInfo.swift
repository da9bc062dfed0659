import AudioTypes

/// The STREAMINFO block of a FLAC stream (RFC 9639 §8.2): the 34 bytes every decoder must have.
struct FLACStreamInfo: Equatable {
  /// Bytes of the block, without the four before it.
  static let byteCount = 34

  let format: AudioFormat
  let bitsPerSample: Int
  /// Frames of PCM in the longest FLAC frame.
  let longestBlock: Int
  /// Frames of PCM in the stream; nil when its encoder did not know.
  let frameCount: FrameCount?

  /// Reads the block at `offset` of `bytes`, where all of it is; nil when it cannot be one, or cannot be played.
  init?(_ bytes: borrowing StagingBuffer, at offset: Int) {
    longestBlock = Int(bytes.bigEndian(at: offset + 2, width: 2))
    let packed = bytes.bigEndian(at: offset + 10, width: 8)
    let format = AudioFormat(sampleRate: Int(packed >> 44), channelCount: Int(packed >> 41 & 7) + 1)
    bitsPerSample = Int(packed >> 36 & 31) + 1
    let total = Int(packed & 0xF_FFFF_FFFF)
    frameCount = total > 0 ? FrameCount(total) : nil
    guard let format, longestBlock >= 16, (4...32).contains(bitsPerSample) else { return nil }
    self.format = format
  }

  /// The most bytes a FLAC frame takes: stored as they are, samples take a bit more than they are wide where one channel is
  /// the difference of two; besides them each channel has a few bytes, and the frame a header and a checksum.
  var longestFrame: Int {
    format.channelCount * (longestBlock * (bitsPerSample + 1) / 8 + 16) + 32
  }

  /// A stream's first 42 bytes as libFLAC wants them: the marker, and this block as the only one.
  ///
  /// The length is left out: libFLAC stops there, and a stream may be longer than its encoder thought.
  static func head(_ bytes: borrowing StagingBuffer, at offset: Int) -> [UInt8] {
    var head: [UInt8] = Array("fLaC".utf8) + [0x80, 0, 0, UInt8(byteCount)]
    for index in 0..<byteCount { head.append(bytes[offset + index]) }
    head[8 + 13] &= 0xF0
    for index in 14..<18 { head[8 + index] = 0 }
    return head
  }
}
