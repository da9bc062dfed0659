/// What is remembered of a run of bytes: how many they were, the first of them, and a hash of all (64-bit FNV-1a).
///
/// It tells whether a body begins with the bytes of an earlier one. Nobody gains by forging it: both come from the service.
package struct ByteDigest: Equatable, Sendable {
  /// How many bytes there were.
  package private(set) var count = 0
  /// The first of them, at most `firstLimit`.
  package private(set) var first: [UInt8] = []
  /// The hash of all.
  package private(set) var hash: UInt64 = 0xCBF2_9CE4_8422_2325

  /// So many bytes are kept as they are: where another encoding begins, it shows within these.
  package static let firstLimit = 1024

  /// The digest of no bytes.
  package init() {}

  /// Adds the next bytes.
  package mutating func add(_ bytes: RawSpan) {
    unsafe bytes.withUnsafeBytes { bytes in
      unsafe first.append(contentsOf: bytes.prefix(Self.firstLimit - first.count))
      hash = unsafe bytes.reduce(hash) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
    }
    count += bytes.byteCount
  }
}
