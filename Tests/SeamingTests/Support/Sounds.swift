import AudioDecoding
import AudioTypes
import Glibc
import PulseHarness
import Seaming
import TestSupport

enum Sound {
  static func noise(_ count: Int, seed: UInt64 = 1) -> [Int16] {
    var random = SeededGenerator(seed: seed)
    return (0..<count).map { _ in Int16.random(in: -12_000...12_000, using: &random) }
  }

  static func silence(_ count: Int) -> [Int16] { Array(repeating: 0, count: count) }

  static func tone(_ count: Int, hertz: Double, sampleRate: Int = 24_000) -> [Int16] {
    (0..<count).map { Int16(12_000 * sin(2 * .pi * hertz * Double($0) / Double(sampleRate))) }
  }

  /// What makes aligning speech hard: a voice whose pitch hardly moves under syllables, hisses and pauses; 24 kHz mono.
  static func speechLike(_ count: Int, seed: UInt64 = 1) -> [Int16] {
    var random = SeededGenerator(seed: seed)
    var phase = 0.0
    var hiss = 0.0
    return (0..<count).map { index in
      let time = Double(index) / 24_000
      phase += (120 + 8 * sin(2 * .pi * 0.7 * time)) / 24_000
      let voice = (1...20).reduce(0.0) { sum, harmonic in
        let formant = 1 + 3 * abs(sin(0.4 * Double(harmonic) + 1.3 * time))
        return sum + sin(2 * .pi * Double(harmonic) * phase) * formant / Double(harmonic + 2)
      }
      hiss = Double.random(in: -1...1, using: &random) - 0.7 * hiss
      let syllable = max(0, sin(2 * .pi * 2.3 * time))
      let breath = max(0, sin(2 * .pi * 1.1 * time + 2)) * 0.2
      return Int16(clamping: Int(4000 * (voice * syllable + hiss * breath)))
    }
  }

  /// Encodes 24 kHz mono with LAME, without a tag, and decodes it again as Gust does.
  static func lossy(_ samples: [Int16], kilobits: Int) throws -> [Int16] {
    let run = try ProgramRun(
      "/usr/bin/lame",
      ["--quiet", "-r", "-s", "24", "--resample", "24", "-m", "m", "--cbr", "-b", "\(kilobits)", "-t", "-", "-"],
      input: samples.littleEndianBytes)
    var rest = try run.wait().output[...]
    var decoder = try StreamDecoder(.mp3)
    var decoded: [Int16] = []
    while true {
      while try decoder.nextBlock({ block, _ in for index in block.indices { decoded.append(block[index]) } }) {}
      guard !rest.isEmpty else { return decoded }
      try decoder.feed(unsafe Array(rest.prefix(4096)).span.bytes)
      rest = rest.dropFirst(4096)
      if rest.isEmpty { decoder.finish() }
    }
  }
}

/// What came of joining two recordings.
struct Joint: CustomReflectable {
  let seam: Seam
  /// What is taken from behind the seam.
  let rest: [Int16]

  /// Cuts `first` behind `cut` frames and goes on with `second`, which comes in blocks of `block` samples.
  init(
    _ first: [Int16], cut: Int, _ second: [Int16], format: AudioFormat = .speech, secondFormat: AudioFormat? = nil,
    block: Int = 577
  ) {
    let secondFormat = secondFormat ?? format
    let block = block * secondFormat.channelCount
    var aligner = SeamAligner(largestBlock: 8224)
    let position = format.duration(of: FrameCount(cut))
    var begin = 0
    while begin < second.count, aligner.wantsMore(for: position) {
      let end = min(begin + block, second.count)
      aligner.append(second.span.extracting(begin..<end), secondFormat)
      begin = end
    }
    // No more of what came is kept than a playing program would.
    let kept = min(cut, format.sampleRate * 3 / 10)
    seam = aligner.join(at: position, behind: format, FrameCount(kept)) {
      first[(cut - kept) * format.channelCount + $0]
    }
    var rest: [Int16] = []
    while aligner.takeJoined(atMost: 1000, { block, _ in for index in block.indices { rest.append(block[index]) } }) {}
    self.rest = rest + second[begin...]
  }

  /// Where the rest differs from `others` first, in words; nil when it does not.
  func difference(from others: some Sequence<Int16>, dropping count: Int = 0) -> String? {
    rest.dropFirst(count).difference(from: others)
  }

  /// A failed expectation shows all it can reach, and takes minutes for long arrays.
  var customMirror: Mirror { Mirror(self, children: ["seam": seam]) }

  /// The lag in frames.
  func lag(_ format: AudioFormat = .speech) -> Int {
    seam.lag < .zero ? -format.frameCount(in: .zero - seam.lag).rawValue : format.frameCount(in: seam.lag).rawValue
  }
}
