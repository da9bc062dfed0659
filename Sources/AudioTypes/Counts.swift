/// A number of audio frames (one sample per channel).
@frozen
public struct FrameCount: Hashable, Comparable, AdditiveArithmetic, Sendable {
  /// The count itself.
  public var rawValue: Int

  /// Makes a count of `rawValue` frames.
  @inlinable
  public init(_ rawValue: Int) { self.rawValue = rawValue }

  /// No frames.
  @inlinable
  public static var zero: FrameCount { FrameCount(0) }

  /// Whether two counts are the same; spelled out because a synthesised `==` cannot be inlined elsewhere.
  @inlinable
  public static func == (lhs: FrameCount, rhs: FrameCount) -> Bool { lhs.rawValue == rhs.rawValue }

  /// Orders counts by size.
  @inlinable
  public static func < (lhs: FrameCount, rhs: FrameCount) -> Bool { lhs.rawValue < rhs.rawValue }

  /// The sum of two counts.
  @inlinable
  public static func + (lhs: FrameCount, rhs: FrameCount) -> FrameCount { FrameCount(lhs.rawValue + rhs.rawValue) }

  /// The difference of two counts.
  @inlinable
  public static func - (lhs: FrameCount, rhs: FrameCount) -> FrameCount { FrameCount(lhs.rawValue - rhs.rawValue) }
}

/// A number of bytes.
@frozen
public struct ByteCount: Hashable, Comparable, AdditiveArithmetic, Sendable {
  /// The count itself.
  public var rawValue: Int

  /// Makes a count of `rawValue` bytes.
  @inlinable
  public init(_ rawValue: Int) { self.rawValue = rawValue }

  /// No bytes.
  @inlinable
  public static var zero: ByteCount { ByteCount(0) }

  /// Whether two counts are the same; spelled out because a synthesised `==` cannot be inlined elsewhere.
  @inlinable
  public static func == (lhs: ByteCount, rhs: ByteCount) -> Bool { lhs.rawValue == rhs.rawValue }

  /// Orders counts by size.
  @inlinable
  public static func < (lhs: ByteCount, rhs: ByteCount) -> Bool { lhs.rawValue < rhs.rawValue }

  /// The sum of two counts.
  @inlinable
  public static func + (lhs: ByteCount, rhs: ByteCount) -> ByteCount { ByteCount(lhs.rawValue + rhs.rawValue) }

  /// The difference of two counts.
  @inlinable
  public static func - (lhs: ByteCount, rhs: ByteCount) -> ByteCount { ByteCount(lhs.rawValue - rhs.rawValue) }
}
