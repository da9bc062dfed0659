import AudioTypes
import CMpg123

/// The one owner of an `mpg123_handle`, fed with whole frames and set up for the least delay.
///
/// - `MPG123_NO_READAHEAD`: a frame is out with its last byte; otherwise the first waits for the header after it.
/// - `MPG123_GAPLESS` stays on: it cuts by the encoder's tag and does nothing without one.
/// - Output is 16-bit at the stream's own rate and channels; nothing is resampled.
///
/// libmpg123 needs no `mpg123_init` since 1.27.
@safe struct Mpg123Handle: ~Copyable, @unchecked Sendable {
  private let handle: OpaquePointer
  /// What the library says of its output; nil until it was asked.
  private var format: AudioFormat?

  /// Makes a handle and opens it for a first stream; takes some 15 µs.
  init() throws(DecodingError) {
    unsafe handle = try Self.makeHandle()
    format = nil
  }

  deinit { unsafe mpg123_delete(handle) }

  /// Begins a new stream; all state of the former one goes (`mpg123_open_feed`).
  mutating func open() throws(DecodingError) {
    format = nil
    try unsafe Self.check(mpg123_open_feed(handle), handle)
  }

  /// Adds the bytes of one frame.
  mutating func feed(_ frame: RawSpan) throws(DecodingError) {
    let code = unsafe frame.withUnsafeBytes { bytes in
      unsafe mpg123_feed(handle, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count)
    }
    try unsafe Self.check(code, handle)
  }

  /// Hands what the next of the fed frames decodes to, if any, to `body`; the span lives in the library's own buffer.
  ///
  /// - Returns: false when all that was fed has been decoded.
  mutating func decodeFrame(_ body: (Span<Int16>, AudioFormat) -> Void) throws(DecodingError) -> Bool {
    while true {
      var audio: UnsafeMutablePointer<UInt8>?
      var byteCount = 0
      let code = unsafe mpg123_decode_frame(handle, nil, &audio, &byteCount)
      switch code {
      case MPG123_NEW_FORMAT.rawValue: format = nil  // comes without audio: decode on at once
      case MPG123_NEED_MORE.rawValue: return false
      default:
        try unsafe Self.check(code, handle)
        guard byteCount > 0 else { return true }
        let bytes = unsafe UnsafeRawBufferPointer(start: audio, count: byteCount)
        body(unsafe bytes.bindMemory(to: Int16.self).span, try outputFormat())
        return true
      }
    }
  }

  /// Asks once per format. A stream opened with the format of the one before brings no `MPG123_NEW_FORMAT`.
  private mutating func outputFormat() throws(DecodingError) -> AudioFormat {
    if let format { return format }
    var rate = 0
    var channels: Int32 = 0
    var encoding: Int32 = 0
    try unsafe Self.check(mpg123_getformat(handle, &rate, &channels, &encoding), handle)
    guard let format = AudioFormat(sampleRate: rate, channelCount: Int(channels)) else {
      throw .library(Int32(MPG123_BAD_OUTFORMAT.rawValue))
    }
    self.format = format
    return format
  }

  private static func makeHandle() throws(DecodingError) -> OpaquePointer {
    var code: Int32 = 0
    guard let handle = unsafe mpg123_new(nil, &code) else { throw .library(code) }
    do throws(DecodingError) {
      let flags = Int(MPG123_QUIET.rawValue | MPG123_NO_READAHEAD.rawValue)
      try unsafe check(mpg123_param2(handle, Int32(MPG123_ADD_FLAGS.rawValue), flags, 0), handle)
      try unsafe check(mpg123_format_none(handle), handle)
      let channels = Int32(MPG123_MONO.rawValue | MPG123_STEREO.rawValue)
      // Rate 0 stands for every rate the library knows.
      try unsafe check(mpg123_format2(handle, 0, channels, Int32(MPG123_ENC_SIGNED_16.rawValue)), handle)
      try unsafe check(mpg123_open_feed(handle), handle)
    } catch {
      unsafe mpg123_delete(handle)
      throw error
    }
    return unsafe handle
  }

  /// Throws what `code`, the answer of a call on `handle`, means; `MPG123_ERR` stands for a code that the handle keeps.
  private static func check(_ code: Int32, _ handle: OpaquePointer) throws(DecodingError) {
    guard code != MPG123_OK.rawValue else { return }
    throw unsafe .library(code == MPG123_ERR.rawValue ? mpg123_errcode(handle) : code)
  }
}

extension DecodingError {
  fileprivate static func library(_ code: Int32) -> DecodingError {
    .library(code: code, text: unsafe String(cString: mpg123_plain_strerror(code)))
  }
}
