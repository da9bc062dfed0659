/// How interleaved signed 16-bit PCM is laid out: the only sample type inside Gust.
public struct AudioFormat: Hashable, Sendable {
  /// Frames per second.
  public let sampleRate: Int
  /// Samples per frame; 1 is mono.
  public let channelCount: Int

  /// Makes a format, or returns nil when a rate or channel count lies outside what the sound server can play
  /// (`PA_RATE_MAX`, `PA_CHANNELS_MAX`).
  public init?(sampleRate: Int, channelCount: Int) {
    guard (1...384_000).contains(sampleRate), (1...32).contains(channelCount) else { return nil }
    self.sampleRate = sampleRate
    self.channelCount = channelCount
  }

  private init(validSampleRate: Int, channelCount: Int) {
    self.sampleRate = validSampleRate
    self.channelCount = channelCount
  }

  /// What the service streams unless its headers say otherwise: 24 kHz mono.
  public static let speech = AudioFormat(validSampleRate: 24_000, channelCount: 1)

  /// Bytes of one frame.
  public var bytesPerFrame: ByteCount { ByteCount(2 * channelCount) }

  /// The bytes that hold `frames` frames, held at the bounds of `Int`.
  public func byteCount(of frames: FrameCount) -> ByteCount {
    ByteCount(frames.rawValue.multipliedClamping(by: bytesPerFrame.rawValue))
  }

  /// The whole frames that lie in `bytes`; a broken last frame does not count.
  public func frameCount(in bytes: ByteCount) -> FrameCount {
    FrameCount(bytes.rawValue / bytesPerFrame.rawValue)
  }

  /// How long `frames` frames sound, rounded away from zero to whole nanoseconds, so that ``frameCount(in:)-(Duration)``
  /// gives the same frames back.
  public func duration(of frames: FrameCount) -> Duration {
    let (seconds, rest) = frames.rawValue.quotientAndRemainder(dividingBy: sampleRate)
    let roundUp = rest.signum() * (sampleRate - 1)
    return .seconds(seconds) + .nanoseconds((rest * 1_000_000_000 + roundUp) / sampleRate)
  }

  /// The whole frames that sound within `duration`, rounded towards zero and held at the bounds of `Int`.
  public func frameCount(in duration: Duration) -> FrameCount {
    let (seconds, attoseconds) = duration.components
    let whole = Int(seconds).multipliedClamping(by: sampleRate)
    let part = Int(attoseconds / 1_000_000_000) * sampleRate / 1_000_000_000
    return FrameCount(whole.addingClamping(part))
  }
}

extension Int {
  fileprivate func multipliedClamping(by factor: Int) -> Int {
    let (product, overflow) = multipliedReportingOverflow(by: factor)
    return overflow ? ((self < 0) == (factor < 0) ? .max : .min) : product
  }

  fileprivate func addingClamping(_ other: Int) -> Int {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? (other < 0 ? .min : .max) : sum
  }
}
