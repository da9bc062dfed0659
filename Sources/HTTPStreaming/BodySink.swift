import AudioTypes

/// Takes the bytes of one body to where the observer wants them. Network thread only.
struct BodySink {
  private let destination: BodyDestination
  private(set) var collected: [UInt8] = []

  init(_ destination: BodyDestination) {
    self.destination = destination
  }

  /// Takes as many of `bytes` as there is room for, and returns how many that was.
  mutating func take(_ bytes: RawSpan) throws(HTTPError) -> ByteCount {
    switch destination {
    case .stream(let receiver): return try receiver.take(bytes)
    case .collect(let limit):
      guard bytes.byteCount <= limit.rawValue - collected.count else { throw .collectedBodyTooLarge }
      unsafe bytes.withUnsafeBytes { unsafe collected.append(contentsOf: $0) }
      return ByteCount(bytes.byteCount)
    }
  }

  /// Whether a held transfer is worth resuming.
  var isWorthResuming: Bool {
    switch destination {
    case .stream(let receiver): receiver.isWorthResuming
    case .collect: true
    }
  }

  /// The body is complete: tells the receiver, and gives back what was collected.
  func finish() -> [UInt8] {
    if case .stream(let receiver) = destination { receiver.finish() }
    return collected
  }
}
