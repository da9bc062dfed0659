/// The seven bytes at the start of each ADTS frame of AAC (ISO/IEC 13818-7 §6.2, 14496-3 §1.A.2.2).
struct ADTSHeader: SyncHeader {
  /// Profile, rate and channels, as the header codes them.
  struct Kind: Equatable, Sendable {
    let profile: UInt8
    let rateIndex: UInt8
    let channelConfiguration: UInt8
  }

  static let byteCount = 7
  static let longestFrame = 8191

  let kind: Kind
  let frameByteCount: Int

  init?(_ bytes: borrowing StagingBuffer, at offset: Int) {
    let flags = bytes[offset + 1]
    guard bytes[offset] == 0xFF, flags & 0xF6 == 0xF0 else { return nil }
    let (third, fourth) = (bytes[offset + 2], bytes[offset + 3])
    kind = Kind(profile: third >> 6, rateIndex: third >> 2 & 15, channelConfiguration: (third & 1) << 2 | fourth >> 6)
    frameByteCount = Int(fourth & 3) << 11 | Int(bytes[offset + 4]) << 3 | Int(bytes[offset + 5] >> 5)
    let hasChecksum = flags & 1 == 0
    guard kind.rateIndex <= 12, frameByteCount > Self.byteCount + (hasChecksum ? 2 : 0) else { return nil }
  }

  /// There are no tags of encoders between ADTS frames.
  func isInfo(_ bytes: borrowing StagingBuffer) -> Bool { false }
}
