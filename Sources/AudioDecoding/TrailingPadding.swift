package import AudioTypes

/// The frames behind the audio of an MP3 stream with which LAME fills its last frame, where no tag says how many they are.
///
/// LAME puts 576 frames behind the audio at least, and as many more as its last frame needs; the decoder is 529 late. So 47
/// at least are left over, and one frame's worth more at most. In between the end of the audio is where the level falls:
/// what lies behind is the codec's after-ring and next to silence. Where nothing falls, the audio itself ends in silence;
/// then the certain 47 are all that is known.
package struct TrailingPadding: Equatable, Sendable {
  /// What LAME leaves behind at least.
  package static let least = FrameCount(47)
  /// What it leaves at most.
  package let most: FrameCount

  /// The level before, by which a fall is judged: of 20 ms.
  private let referenceFrames: Int
  /// 2.5 ms: short, for that the end is found to the frame; long enough for a low voice.
  private let windowFrames: Int

  /// −30 dBFS; what is louder is never cut.
  private static let loudest = 1036.0 * 1036
  /// 12 dB: LAME's after-ring lies further below what it follows.
  private static let fall = 16.0
  /// What an encoder makes of digital silence may be off by a bit or two.
  private static let digitalSilence = 4.0

  /// - Parameters:
  ///   - mp3Frame: frames of PCM in one MP3 frame.
  ///   - sampleRate: of the stream.
  init(mp3Frame: FrameCount, sampleRate: Int) {
    most = Self.least + mp3Frame - FrameCount(1)
    referenceFrames = sampleRate / 50
    windowFrames = max(1, sampleRate / 400)
  }

  /// The frames that must be known to find it.
  package var framesNeeded: FrameCount { most + FrameCount(referenceFrames) }

  /// How many frames at the end are padding. Neither locks nor allocates.
  ///
  /// - Parameter power: the mean square, over its channels, of the frame that many before the end; 1 is the last. Asked for up
  ///   to `framesNeeded`.
  package func length(_ power: (Int) -> Double) -> FrameCount {
    let most = most.rawValue
    var reference = 0.0
    for age in most + 1...most + referenceFrames { reference += power(age) }
    reference /= Double(referenceFrames)
    let gate = min(reference / Self.fall, Self.loudest)
    var last = 0.0
    for age in 1...Self.least.rawValue { last += power(age) }
    // Not LAME's, or cut out of a longer stream.
    guard last / Double(Self.least.rawValue) <= max(gate, Self.digitalSilence) else { return .zero }
    guard gate >= Self.digitalSilence, let end = fall(below: gate, power) else { return Self.least }
    return max(Self.least, FrameCount(end - 1))
  }

  /// How many before the end the last frame lies that is not below `gate`; nil when all that may be padding are below it.
  private func fall(below gate: Double, _ power: (Int) -> Double) -> Int? {
    var energy = 0.0
    for age in 1...most.rawValue {
      energy += power(age)
      if age > windowFrames { energy -= power(age - windowFrames) }
      guard energy >= gate * Double(windowFrames) else { continue }
      let window = max(1, age - windowFrames + 1)...age
      return window.first { power($0) >= 4 * gate } ?? age
    }
    return nil
  }
}
