import AudioTypes
import CAVCodec
import Glibc

/// The one owner of libavcodec's own AAC decoder, a packet and a frame. Nothing it finds is printed.
@safe struct AVCodecHandle: ~Copyable, @unchecked Sendable {
  /// The most samples one frame holds: 2048 of each of 32 channels.
  static let mostSamples = 2048 * 32

  private var context: UnsafeMutablePointer<AVCodecContext>?
  private var packet: UnsafeMutablePointer<AVPacket>?
  private var frame: UnsafeMutablePointer<AVFrame>?

  /// Loads the library if that has not happened yet, and opens a decoder.
  init() throws(DecodingError) {
    try DecodingLibrary.loadAVCodec()
    guard let codec = unsafe avcodec_find_decoder_by_name("aac") else {
      throw .library(code: -ENOSYS, text: "libavcodec was built without AAC")
    }
    unsafe context = avcodec_alloc_context3(codec)
    unsafe packet = av_packet_alloc()
    unsafe frame = av_frame_alloc()
    guard let opened = unsafe context, unsafe packet != nil, unsafe frame != nil else {
      throw .library(code: -ENOMEM, text: "no memory")
    }
    // Above every level there is: what is wrong with a stream is told by errors, not on standard error.
    unsafe opened.pointee.log_level_offset = 100
    try Self.check(unsafe avcodec_open2(opened, codec, nil))
  }

  deinit {
    var (context, packet, frame) = unsafe (context, packet, frame)
    unsafe avcodec_free_context(&context)
    unsafe av_packet_free(&packet)
    unsafe av_frame_free(&frame)
  }

  /// Forgets all state between frames.
  mutating func flush() {
    unsafe avcodec_flush_buffers(context)
  }

  /// Gives the library one ADTS frame, which it copies. Returns false when the frame is damaged.
  mutating func send(_ bytes: RawSpan) throws(DecodingError) -> Bool {
    guard let packet = unsafe packet else { return false }
    let code = unsafe bytes.withUnsafeBytes { bytes in
      // The library reads it only.
      unsafe packet.pointee.data = UnsafeMutableRawPointer(mutating: bytes.baseAddress)?.assumingMemoryBound(
        to: UInt8.self)
      unsafe packet.pointee.size = Int32(bytes.count)
      return unsafe avcodec_send_packet(context, packet)
    }
    return try Self.isDone(code)
  }

  /// Puts the next decoded frame into `block`, as 16-bit samples. Returns false when there is none.
  mutating func receive(into block: inout SampleBlock) throws(DecodingError) -> Bool {
    guard let frame = unsafe frame, try Self.isDone(unsafe avcodec_receive_frame(context, frame)) else { return false }
    let channels = Int(unsafe frame.pointee.ch_layout.nb_channels)
    let frames = Int(unsafe frame.pointee.nb_samples)
    let format = AudioFormat(sampleRate: Int(unsafe frame.pointee.sample_rate), channelCount: channels)
    let isPlanarFloat = unsafe frame.pointee.format == AV_SAMPLE_FMT_FLTP.rawValue
    guard let format, isPlanarFloat, frames >= 0, frames * channels <= block.capacity else {
      throw .unsupported("AAC of \(channels) channels")
    }
    guard let planes = unsafe frame.pointee.extended_data else { return true }
    unsafe block.fill(format) { samples in
      for channel in 0..<channels {
        guard let plane = unsafe planes[channel] else { return 0 }
        let values = unsafe UnsafeRawPointer(plane).assumingMemoryBound(to: Float.self)
        for index in 0..<frames {
          unsafe samples[index * channels + channel] = Int16(audio: values[index])
        }
      }
      return frames * channels
    }
    return true
  }

  /// False for data that is damaged or not there yet; throws what the stream cannot go on with.
  private static func isDone(_ code: Int32) throws(DecodingError) -> Bool {
    if code == -ENOMEM { try check(code) }
    return code >= 0
  }

  private static func check(_ code: Int32) throws(DecodingError) {
    guard code < 0 else { return }
    let text = unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 128) { buffer in
      unsafe av_strerror(code, buffer.baseAddress, buffer.count) == 0
        ? buffer.baseAddress.map { unsafe String(cString: $0) } : nil
    }
    throw .library(code: code, text: text ?? "error \(code)")
  }
}
