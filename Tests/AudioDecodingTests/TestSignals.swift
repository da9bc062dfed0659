import AudioTypes
import TestSupport

enum Signal {
  /// Interleaved noise under a slow swell, loud from its first sample: no two spots of it are alike.
  static func noise(frames: Int, channels: Int = 1, seed: UInt64 = 1) -> [Int16] {
    var random = SeededGenerator(seed: seed)
    var smooth = 0
    return (0..<frames * channels).map { index in
      smooth = (3 * smooth + Int.random(in: -20_000...20_000, using: &random)) / 4
      return Int16(clamping: smooth * (200 + index / channels % 2000) / 1000)
    }
  }

  /// Silence, then noise.
  static func lateNoise(silentFrames: Int, frames: Int) -> [Int16] {
    [Int16](repeating: 0, count: silentFrames) + noise(frames: frames - silentFrames)
  }

  static func bytes(count: Int, seed: UInt64) -> [UInt8] {
    var random = SeededGenerator(seed: seed)
    return (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
  }
}

/// Lengths of the pieces in which streams are fed: a byte, primes, and the most there can be.
let pieceLengths = [1, 2, 3, 7, 61, 1_009, 16_384]

/// Cuts, overwrites and shifts `bytes` at random places.
func damage(_ bytes: [UInt8], seed: UInt64) -> [UInt8] {
  var random = SeededGenerator(seed: seed)
  var bytes = bytes
  for _ in 0..<Int.random(in: 1...6, using: &random) where bytes.count > 2 {
    let start = Int.random(in: 0..<bytes.count, using: &random)
    let end = min(bytes.count, start + Int.random(in: 1...400, using: &random))
    switch Int.random(in: 0..<3, using: &random) {
    case 0: bytes.removeSubrange(start..<end)
    case 1: for index in start..<end { bytes[index] = UInt8.random(in: 0...255, using: &random) }
    default: bytes.insert(contentsOf: bytes[start..<end], at: start)
    }
  }
  return bytes
}
