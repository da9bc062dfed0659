import AudioTypes
import COgg

/// The one owner of libogg's two states: cuts bytes into pages (RFC 3533) and the pages of one logical stream into packets.
///
/// Memory is held below `longestPacket` and a page: a packet that is longer is given up.
@safe struct OggReader: ~Copyable, @unchecked Sendable {
  /// What the head of a page says.
  struct Page {
    let serial: Int32
    let isFirst: Bool
    let isLast: Bool
    /// In the stream's own unit; -1 when no packet ends on the page.
    let granule: Int64
    let byteCount: Int
  }

  enum Packet {
    case whole
    /// Pages are missing before the next packet.
    case hole
    /// More pages are needed.
    case none
  }

  /// Comments with a picture in them are long.
  private static let longestPacket = 16 << 20

  private let sync: UnsafeMutablePointer<ogg_sync_state>
  private let stream: UnsafeMutablePointer<ogg_stream_state>
  private var page = unsafe ogg_page()
  /// Bytes of the stream's pages since its last whole packet.
  private var unfinished = 0
  /// Bytes that were taken and are in no page yet.
  private(set) var waiting = 0

  /// Loads the library if that has not happened yet.
  init() throws(DecodingError) {
    try DecodingLibrary.loadOgg()
    let stream = UnsafeMutablePointer<ogg_stream_state>.allocate(capacity: 1)
    guard unsafe ogg_stream_init(stream, 0) == 0 else {
      unsafe stream.deallocate()
      throw .library(code: -1, text: "no memory")
    }
    unsafe self.stream = unsafe stream
    unsafe sync = .allocate(capacity: 1)
    _ = unsafe ogg_sync_init(sync)
  }

  deinit {
    _ = unsafe ogg_sync_clear(sync)
    _ = unsafe ogg_stream_clear(stream)
    unsafe sync.deallocate()
    unsafe stream.deallocate()
  }

  /// Adds `bytes`.
  mutating func feed(_ bytes: RawSpan) throws(DecodingError) {
    let count = bytes.byteCount
    guard let target = unsafe ogg_sync_buffer(sync, count) else { throw .library(code: -1, text: "no memory") }
    unsafe bytes.withUnsafeBytes { source in
      guard let base = source.baseAddress else { return }
      unsafe UnsafeMutableRawPointer(target).copyMemory(from: base, byteCount: count)
    }
    _ = unsafe ogg_sync_wrote(sync, count)
    waiting += count
  }

  /// The next page; nil when more bytes are needed. Bytes in between that are none are given to `skip`.
  mutating func nextPage(_ skip: (Int) throws(DecodingError) -> Void) throws(DecodingError) -> Page? {
    while true {
      let length = unsafe ogg_sync_pageseek(sync, &page)
      waiting -= abs(length)
      if length < 0 { try skip(-length) }
      guard length >= 0 else { continue }
      guard length > 0 else { return nil }
      return unsafe Page(
        serial: ogg_page_serialno(&page), isFirst: ogg_page_bos(&page) != 0, isLast: ogg_page_eos(&page) != 0,
        granule: ogg_page_granulepos(&page), byteCount: length)
    }
  }

  /// Whether the body of the page found last begins with `bytes`.
  func pageBegins(with bytes: StaticString) -> Bool {
    bytes.withUTF8Buffer { letters in
      guard unsafe page.body_len >= letters.count, let body = unsafe page.body else { return false }
      for index in 0..<letters.count where unsafe body[index] != letters[index] { return false }
      return true
    }
  }

  /// Follows the logical stream `serial` from now on.
  mutating func follow(_ serial: Int32) {
    _ = unsafe ogg_stream_reset_serialno(stream, serial)
    unfinished = 0
  }

  /// Takes the packets of the page found last, which must be one of the stream that is followed.
  mutating func takePage() {
    let serial = unsafe ogg_page_serialno(&page)
    unfinished += unsafe page.body_len
    if unfinished > Self.longestPacket { follow(serial) }
    _ = unsafe ogg_stream_pagein(stream, &page)
  }

  /// Lets `body` see the next packet; only when there is one.
  mutating func nextPacket(_ body: (RawSpan) throws(DecodingError) -> Void) throws(DecodingError) -> Packet {
    var packet = unsafe ogg_packet()
    let code = unsafe ogg_stream_packetout(stream, &packet)
    guard code != 0 else { return .none }
    guard code > 0 else { return .hole }
    unfinished = 0
    let bytes = unsafe UnsafeRawBufferPointer(start: packet.packet, count: packet.bytes)
    try unsafe body(bytes.bytes)
    return .whole
  }

  /// Whether the last packet of the stream is not whole.
  var isInPacket: Bool { unfinished > 0 }
}
