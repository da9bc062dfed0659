import AudioTypes

/// The four bytes at the start of each MPEG audio layer III frame (ISO/IEC 11172-3 §2.4.1.3, 13818-3, and the unofficial
/// MPEG 2.5 for low rates).
///
/// Stricter than libmpg123's own check, so that it never disagrees with what passes here: no layers I and II, no free
/// format, no reserved values.
struct MP3FrameHeader: Equatable, SyncHeader {
  /// Bytes of a header.
  static let byteCount = 4
  /// Bytes of the longest frame there is: 320 kbit/s at 32 kHz, padded.
  static let longestFrame = 1441

  /// Rate and channels of the audio in the frame.
  let format: AudioFormat
  /// Bytes of the whole frame, header included.
  let frameByteCount: Int
  /// Frames of PCM (one sample per channel) that the frame decodes to.
  let frameCount: FrameCount
  /// Bytes between header and main data, where an encoder's tag has zeros; a checksum is not counted.
  let sideInfoByteCount: Int

  /// Reads the header at `offset` of `bytes`.
  init?(_ bytes: borrowing StagingBuffer, at offset: Int) {
    var word: UInt32 = 0
    for index in offset..<offset + Self.byteCount {
      word = word << 8 | UInt32(bytes[index])
    }
    self.init(word)
  }

  /// Rate and channels.
  var kind: AudioFormat { format }

  func isInfo(_ bytes: borrowing StagingBuffer) -> Bool {
    MP3InfoTag.isPresent(in: bytes, header: self)
  }

  /// Reads the header from its four bytes as one big-endian number; nil when they are not one.
  init?(_ word: UInt32) {
    let version = (word >> 19) & 3
    let layer = (word >> 17) & 3
    let bitRateIndex = Int((word >> 12) & 15)
    let rateIndex = Int((word >> 10) & 3)
    let padding = Int((word >> 9) & 1)
    let channelMode = (word >> 6) & 3
    let emphasis = word & 3
    guard word >> 21 == 0x7FF, version != 1, layer == 1, (1...14).contains(bitRateIndex), rateIndex != 3, emphasis != 2
    else { return nil }

    let isMPEG1 = version == 3
    let isMono = channelMode == 3
    let sampleRate = Self.sampleRate(rateIndex) >> (isMPEG1 ? 0 : version == 2 ? 1 : 2)
    guard let format = AudioFormat(sampleRate: sampleRate, channelCount: isMono ? 1 : 2) else { return nil }
    self.format = format
    frameCount = FrameCount(isMPEG1 ? 1152 : 576)
    frameByteCount = frameCount.rawValue / 8 * Self.bitRate(bitRateIndex, isMPEG1: isMPEG1) / sampleRate + padding
    sideInfoByteCount = isMPEG1 ? (isMono ? 17 : 32) : (isMono ? 9 : 17)
  }

  /// Frames per second for MPEG 1; MPEG 2 halves it and MPEG 2.5 quarters it.
  private static func sampleRate(_ index: Int) -> Int {
    switch index {
    case 0: 44_100
    case 1: 48_000
    default: 32_000
    }
  }

  /// Bits per second for an index from 1 to 14. A rule in place of the standard's table, which would be a global to set up
  /// at first use, on the audio thread.
  private static func bitRate(_ index: Int, isMPEG1: Bool) -> Int {
    // Both tables rise in equal steps that double every four entries (MPEG 1 from 32k, MPEG 2 from 8k to 64k, then 16k).
    guard isMPEG1 else { return (index <= 8 ? 8 * index : 64 + 16 * (index - 8)) * 1000 }
    let octave = (index - 1) / 4
    let step = (index - 1) % 4
    return ((32 << octave) + step * (8 << octave)) * 1000
  }
}
