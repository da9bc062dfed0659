import AudioTypes
import CFLAC

/// The one owner of a libFLAC stream decoder. libFLAC fetches its bytes itself; it is called only when a whole frame is there
/// for it, and never finds an end.
@safe struct FLACHandle: ~Copyable, @unchecked Sendable {
  private let decoder: UnsafeMutablePointer<FLAC__StreamDecoder>
  private let exchange: FLACExchange

  /// Loads the library if that has not happened yet, and opens a decoder for the stream that begins with `head`
  /// (`FLACStreamInfo.head`).
  init(head: [UInt8], _ info: FLACStreamInfo) throws(DecodingError) {
    try DecodingLibrary.loadFLAC()
    let exchange = FLACExchange(info)
    unsafe decoder = try Self.open(exchange, head)
    self.exchange = exchange
  }

  private static func open(
    _ exchange: FLACExchange, _ head: [UInt8]
  ) throws(DecodingError) -> UnsafeMutablePointer<FLAC__StreamDecoder> {
    guard let decoder = unsafe FLAC__stream_decoder_new() else { throw .library(code: -1, text: "no memory") }
    let context = unsafe Unmanaged.passUnretained(exchange).toOpaque()
    let status = unsafe FLAC__stream_decoder_init_stream(
      decoder, readFLAC, nil, nil, nil, nil, writeFLAC, nil, noteFLACError, context)
    let isOpen =
      unsafe status == FLAC__STREAM_DECODER_INIT_STATUS_OK
      && exchange.offering(head.span.bytes) {
        unsafe FLAC__stream_decoder_process_until_end_of_metadata(decoder) != 0
      }
    guard isOpen else {
      unsafe FLAC__stream_decoder_delete(decoder)
      throw .library(code: Int32(status.rawValue), text: "libFLAC does not take this stream")
    }
    return unsafe decoder
  }

  deinit { unsafe FLAC__stream_decoder_delete(decoder) }

  /// Decodes one frame into `block`, as 16-bit samples; returns false when it is damaged or not whole. What else is in
  /// `frame`, behind it, is forgotten.
  mutating func decode(_ frame: RawSpan, into block: inout SampleBlock) -> Bool {
    exchange.isWritten = false
    exchange.hasErred = false
    var isDone = false
    unsafe block.fill(exchange.format) { samples in
      unsafe exchange.output = samples
      exchange.outputCount = 0
      isDone = exchange.offering(frame) { unsafe FLAC__stream_decoder_process_single(decoder) != 0 }
      unsafe exchange.output = UnsafeMutableBufferPointer(start: nil, count: 0)
      return isDone ? exchange.outputCount : 0
    }
    // Each frame is by itself: what stands behind one must not come out in place of the next, nor silence, with which
    // libFLAC makes up for frames that it has not seen. Behind damage it must begin again anyway.
    _ = unsafe FLAC__stream_decoder_flush(decoder)
    return isDone && exchange.isWritten
  }
}

/// What libFLAC's callbacks take from and leave to the handle. Used by one thread at a time: the one inside libFLAC.
@safe private final class FLACExchange {
  var input = unsafe UnsafeRawBufferPointer(start: nil, count: 0)
  var output = unsafe UnsafeMutableBufferPointer<Int16>(start: nil, count: 0)
  var outputCount = 0
  var isWritten = false
  /// Whether libFLAC has given up the frame: it looks for another one further on, which is not what was asked for.
  var hasErred = false
  let format: AudioFormat
  let bitsPerSample: Int

  init(_ info: FLACStreamInfo) {
    format = info.format
    bitsPerSample = info.bitsPerSample
  }

  /// Lets libFLAC fetch `bytes`, and no more, while `body` runs.
  func offering(_ bytes: RawSpan, _ body: () -> Bool) -> Bool {
    unsafe bytes.withUnsafeBytes { bytes in
      unsafe input = bytes
      defer { unsafe input = UnsafeRawBufferPointer(start: nil, count: 0) }
      return body()
    }
  }

  func read(_ target: UnsafeMutablePointer<UInt8>?, _ count: UnsafeMutablePointer<Int>?) -> Bool {
    let taken = unsafe min(input.count, count?.pointee ?? 0)
    unsafe count?.pointee = taken
    guard let target = unsafe target, let base = unsafe input.baseAddress, taken > 0 else { return false }
    unsafe UnsafeMutableRawPointer(target).copyMemory(from: base, byteCount: taken)
    unsafe input = UnsafeRawBufferPointer(rebasing: input[taken...])
    return true
  }

  func write(_ header: FLAC__FrameHeader, _ channels: UnsafePointer<UnsafePointer<FLAC__int32>?>) {
    let count = Int(header.channels)
    let frames = Int(header.blocksize)
    guard !isWritten, !hasErred, count == format.channelCount, unsafe count * frames <= output.count,
      header.sample_rate == format.sampleRate, header.bits_per_sample == bitsPerSample
    else { return }
    for channel in 0..<count {
      guard let samples = unsafe channels[channel] else { return }
      for index in 0..<frames {
        let sample = unsafe samples[index]
        unsafe output[index * count + channel] = Int16(
          truncatingIfNeeded: bitsPerSample >= 16 ? sample >> (bitsPerSample - 16) : sample << (16 - bitsPerSample))
      }
    }
    outputCount = count * frames
    isWritten = true
  }
}

private func exchange(_ context: UnsafeMutableRawPointer?) -> FLACExchange? {
  unsafe context.map { unsafe Unmanaged<FLACExchange>.fromOpaque($0).takeUnretainedValue() }
}

/// libFLAC calls this on the thread that decodes, when it wants up to `count` bytes.
private func readFLAC(
  _ decoder: UnsafePointer<FLAC__StreamDecoder>?, _ buffer: UnsafeMutablePointer<FLAC__byte>?,
  _ count: UnsafeMutablePointer<Int>?, _ context: UnsafeMutableRawPointer?
) -> FLAC__StreamDecoderReadStatus {
  let isThere = unsafe exchange(context)?.read(buffer, count) ?? false
  return isThere ? FLAC__STREAM_DECODER_READ_STATUS_CONTINUE : FLAC__STREAM_DECODER_READ_STATUS_END_OF_STREAM
}

/// libFLAC calls this on the thread that decodes, with one decoded frame.
private func writeFLAC(
  _ decoder: UnsafePointer<FLAC__StreamDecoder>?, _ frame: UnsafePointer<FLAC__Frame>?,
  _ channels: UnsafePointer<UnsafePointer<FLAC__int32>?>?, _ context: UnsafeMutableRawPointer?
) -> FLAC__StreamDecoderWriteStatus {
  if let frame = unsafe frame, let channels = unsafe channels {
    unsafe exchange(context)?.write(frame.pointee.header, channels)
  }
  return FLAC__STREAM_DECODER_WRITE_STATUS_CONTINUE
}

/// libFLAC calls this on the thread that decodes, when what it reads is no whole frame.
private func noteFLACError(
  _ decoder: UnsafePointer<FLAC__StreamDecoder>?, _ status: FLAC__StreamDecoderErrorStatus,
  _ context: UnsafeMutableRawPointer?
) {
  unsafe exchange(context)?.hasErred = true
}
