/// The frame that encoders put before the audio to say how much there is and what to cut off (Xing's, extended by LAME).
enum MP3InfoTag {
  /// Whether the frame at the start of `bytes`, all of it there, is one: zeros as side information, then "Xing" or "Info".
  static func isPresent(in bytes: borrowing StagingBuffer, header: MP3FrameHeader) -> Bool {
    let name = MP3FrameHeader.byteCount + header.sideInfoByteCount
    guard header.frameByteCount >= name + 4 else { return false }
    guard spells(bytes, at: name, "Xing") || spells(bytes, at: name, "Info") else { return false }
    for index in MP3FrameHeader.byteCount..<name where bytes[index] != 0 { return false }
    return true
  }

  private static func spells(_ bytes: borrowing StagingBuffer, at offset: Int, _ name: StaticString) -> Bool {
    name.withUTF8Buffer { letters in
      for index in 0..<letters.count where unsafe bytes[offset + index] != letters[index] { return false }
      return true
    }
  }
}
