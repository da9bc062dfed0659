package import AudioTypes
import CPulse

/// What the server granted for the stream's buffer (`pa_buffer_attr`); it may differ from what was asked.
package struct PulseBufferAttributes: Equatable, Sendable {
  /// How much the server asks to be kept filled (`tlength`).
  package let targetLength: ByteCount
  /// The least the server asks for at a time (`minreq`).
  package let minimumRequest: ByteCount
  /// How much must be there before an empty stream starts to sound (`prebuf`).
  package let prebuffer: ByteCount
  /// The most the server holds; anything beyond overflows (`maxlength`).
  package let maximumLength: ByteCount

  init(_ granted: pa_buffer_attr) {
    targetLength = ByteCount(Int(granted.tlength))
    minimumRequest = ByteCount(Int(granted.minreq))
    prebuffer = ByteCount(Int(granted.prebuf))
    maximumLength = ByteCount(Int(granted.maxlength))
  }
}

extension pa_buffer_attr {
  /// What is asked for: deep, yet with a sink that works in blocks of a millisecond or two.
  ///
  /// With `PA_STREAM_ADJUST_LATENCY` the server gives the sink half of what `tlength` leaves beside two `minreq`; asking
  /// for a `minreq` of just under half leaves it next to nothing, so that a stop or an overwrite takes hold at once.
  /// `prebuf` is one frame: 0 makes the read index run away in an underrun so that later writes come too late, and the
  /// default would hold back the first syllable.
  init(bufferLength: Duration, format: AudioFormat) {
    let length = min(max(bufferLength, .milliseconds(5)), .seconds(2))
    let minimumRequest = max(length / 2 - .milliseconds(1), .milliseconds(1))
    self.init(
      maxlength: .max,
      tlength: UInt32(format.byteCount(of: format.frameCount(in: length)).rawValue),
      prebuf: UInt32(format.bytesPerFrame.rawValue),
      minreq: UInt32(format.byteCount(of: format.frameCount(in: minimumRequest)).rawValue),
      fragsize: .max)
  }
}
