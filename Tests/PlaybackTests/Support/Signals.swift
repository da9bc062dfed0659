import AudioTypes
// For all files of these tests.
@_exported public import TestSupport

@testable import Playback

/// Noise that is loud from its first sample; no two spots of it are alike, and different seeds sound different.
func noise(_ frames: Int, seed: UInt64 = 1, channels: Int = 1) -> [Int16] {
  var state = seed &* 0x9E37_79B9_7F4A_7C15
  return (0..<frames * channels).map { _ in
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int16(truncatingIfNeeded: Int(state >> 48) - 32_768) / 2 | 1
  }
}

func silence(_ frames: Int) -> [Int16] { Array(repeating: 0, count: frames) }

/// Frames of 24 kHz speech in so many milliseconds.
func frames(milliseconds: Int) -> Int { 24 * milliseconds }

extension PlayoutEnd {
  var isPlayed: Bool { if case .played(isCutShort: false) = cause { true } else { false } }
  var isCutShort: Bool { if case .played(isCutShort: true) = cause { true } else { false } }
  var isStopped: Bool { if case .stopped = cause { true } else { false } }
  var isWithdrawn: Bool { if case .withdrawn = cause { true } else { false } }
  var error: PlaybackError? { if case .failed(let error) = cause { error } else { nil } }
}
