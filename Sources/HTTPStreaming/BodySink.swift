import AudioTypes
import RingBuffer

/// Takes the bytes of one body to where the observer wants them. Network thread only.
struct BodySink: ~Copyable {
  private var ring: RingProducer?
  private var copy: RingProducer?
  private(set) var collected: [UInt8] = []
  private let collectLimit: Int

  init(_ destination: consuming BodyDestination) {
    switch consume destination {
    case .stream(let ring, let copy):
      self.ring = consume ring
      self.copy = consume copy
      collectLimit = 0
    case .collect(let limit):
      ring = nil
      copy = nil
      collectLimit = limit.rawValue
    }
  }

  /// Takes as many of `bytes` as there is room for, and returns how many that was.
  mutating func take(_ bytes: RawSpan) throws(HTTPError) -> ByteCount {
    guard ring != nil else { return try collect(bytes) }
    guard !ring.isReaderGone else { throw .readerGone }
    if copy.isReaderGone { copy = nil }  // A full disk is no reason to stop speaking.
    let part = bytes.extracting(first: min(bytes.byteCount, freeByteCount().rawValue))
    _ = ring?.write(part)
    _ = copy?.write(part)
    return ByteCount(part.byteCount)
  }

  /// Whether so much room is free that a held transfer is worth resuming: three quarters of every ring.
  mutating func isAtLowWater() -> Bool {
    ring.isAtLowWater() && copy.isAtLowWater()
  }

  /// Whether nobody reads one of the rings any more: a held transfer has to see to it.
  var isReaderGone: Bool { ring.isReaderGone || copy.isReaderGone }

  /// Says to the readers that the body is complete, and gives back what was collected.
  consuming func finish() -> [UInt8] {
    ring.take()?.finish()
    copy.take()?.finish()
    return collected
  }

  private mutating func freeByteCount() -> ByteCount {
    min(ring?.freeByteCount() ?? .zero, copy?.freeByteCount() ?? ByteCount(.max))
  }

  private mutating func collect(_ bytes: RawSpan) throws(HTTPError) -> ByteCount {
    guard bytes.byteCount <= collectLimit - collected.count else { throw .collectedBodyTooLarge }
    unsafe bytes.withUnsafeBytes { unsafe collected.append(contentsOf: $0) }
    return ByteCount(bytes.byteCount)
  }
}

extension RingProducer? {
  fileprivate var isReaderGone: Bool {
    switch self {
    case .some(let ring): ring.isReaderGone
    case .none: false
    }
  }

  fileprivate mutating func isAtLowWater() -> Bool {
    self?.isAtLowWater ?? true
  }
}
