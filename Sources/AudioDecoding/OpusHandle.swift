import AudioTypes
import COpus

/// The one owner of a libopus decoder, for the stream that a head describes.
@safe struct OpusHandle: ~Copyable, @unchecked Sendable {
  /// Frames of the longest packet: 120 ms.
  static let longestPacket = 5760

  private let decoder: OpaquePointer
  private let format: AudioFormat

  /// Loads the library if that has not happened yet, and makes a decoder.
  init(_ head: OpusHead) throws(DecodingError) {
    try DecodingLibrary.loadOpus()
    var code: Int32 = 0
    let channels = Int32(head.format.channelCount)
    let made = unsafe opus_multistream_decoder_create(
      Int32(OpusHead.sampleRate), channels, head.streamCount, head.coupledCount, head.mapping, &code)
    guard let decoder = unsafe made else {
      throw .library(code: code, text: unsafe String(cString: opus_strerror(code)))
    }
    unsafe self.decoder = decoder
    format = head.format
    _ = unsafe copus_set_gain(decoder, head.gain)
  }

  deinit { unsafe opus_multistream_decoder_destroy(decoder) }

  /// Decodes one packet into `block`; returns false when it is damaged.
  mutating func decode(_ packet: RawSpan, into block: inout SampleBlock) -> Bool {
    var frames: Int32 = 0
    unsafe block.fill(format) { samples in
      guard let output = samples.baseAddress else { return 0 }
      frames = unsafe packet.withUnsafeBytes { bytes in
        unsafe opus_multistream_decode(
          decoder, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), Int32(clamping: bytes.count),
          output, Int32(samples.count / format.channelCount), 0)
      }
      return Int(max(0, frames)) * format.channelCount
    }
    return frames > 0
  }
}
