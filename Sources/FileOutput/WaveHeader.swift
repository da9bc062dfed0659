package import AudioTypes

/// The 44 bytes that make a RIFF/WAVE file of the 16-bit PCM behind them (Multimedia Programming Interface and Data
/// Specifications 1.0, "WAVE").
package struct WaveHeader: Sendable {
  /// How the samples are laid out.
  package let format: AudioFormat

  /// Its length.
  package static let byteCount = ByteCount(44)

  /// Makes the header of audio in `format`.
  package init(_ format: AudioFormat) {
    self.format = format
  }

  /// The header in front of `audio` bytes. Nil: nobody knows yet how many; both sizes are then `0xFFFFFFFF`, which players take
  /// for “until the end”, and so is what does not fit in 32 bits.
  package func bytes(audio: ByteCount?) -> [UInt8] {
    let audioSize = audio.flatMap { UInt32(exactly: $0.rawValue) } ?? .max
    let riffSize = audioSize.addingReportingOverflow(36)
    let frame = UInt16(truncatingIfNeeded: format.bytesPerFrame.rawValue)
    let rate = UInt32(format.sampleRate)
    return Array("RIFF".utf8) + (riffSize.overflow ? .max : riffSize.partialValue).bytes + Array("WAVEfmt ".utf8)
      + UInt32(16).bytes + UInt16(1).bytes + UInt16(format.channelCount).bytes + rate.bytes
      + (rate * UInt32(frame)).bytes + frame.bytes + UInt16(16).bytes + Array("data".utf8) + audioSize.bytes
  }
}

extension FixedWidthInteger {
  /// Lowest first.
  fileprivate var bytes: [UInt8] {
    (0..<Self.bitWidth / 8).map { UInt8(truncatingIfNeeded: self >> ($0 * 8)) }
  }
}
