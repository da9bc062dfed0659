import AudioDecoding
import AudioTypes

/// What came out of a decoder.
struct Decoded: Equatable {
  struct Block: Equatable {
    let samples: [Int16]
    let format: AudioFormat
    /// Bytes fed when it came out.
    let after: Int
  }

  var blocks: [Block] = []
  var summary = DecodingSummary()
  var error: DecodingError?

  var samples: [Int16] { blocks.flatMap(\.samples) }
  var formats: Set<AudioFormat> { Set(blocks.map(\.format)) }

  /// Feeds `bytes` in pieces of the lengths that `nextLength` gives, then the end.
  static func stream<Decoder: AudioDecoder & ~Copyable>(
    _ bytes: [UInt8], through decoder: inout Decoder, nextLength: () -> Int = { 4096 }
  ) -> Decoded {
    var decoded = Decoded()
    do throws(DecodingError) {
      var position = 0
      while position < bytes.count {
        let end = min(position + nextLength(), bytes.count)
        try unsafe decoder.feed(bytes.span.extracting(position..<end).bytes)
        position = end
        try decoded.drain(&decoder, after: position)
      }
      decoder.finish()
      try decoded.drain(&decoder, after: position)
    } catch {
      decoded.error = error
    }
    decoded.summary = decoder.summary
    return decoded
  }

  /// Runs a whole stream through a new MP3 decoder.
  static func mp3(_ bytes: [UInt8], nextLength: () -> Int = { 4096 }) throws -> Decoded {
    var decoder = try MP3Decoder()
    return stream(bytes, through: &decoder, nextLength: nextLength)
  }

  /// Runs a whole stream through a new FLAC decoder, in pieces of `length` bytes.
  static func flac(_ bytes: [UInt8], by length: Int = 4096) throws -> Decoded {
    var decoder = try FLACDecoder()
    return stream(bytes, through: &decoder, nextLength: { length })
  }

  private mutating func drain<Decoder: AudioDecoder & ~Copyable>(
    _ decoder: inout Decoder, after position: Int
  ) throws(DecodingError) {
    var blocks: [Block] = []
    while try decoder.nextBlock({ pcm, format in
      let samples = pcm.indices.map { pcm[$0] }
      blocks.append(Block(samples: samples, format: format, after: position))
    }) {}
    self.blocks += blocks
  }
}

/// The samples a decoder has to hand out of an untagged stream that `whole` is the full decode of, by the rule of
/// `LeadingTrim`; blocks are MP3 frames.
func withoutCodecDelay(_ whole: [Int16], channels: Int = 1, sampleRate: Int) -> [Int16] {
  let step = max(1, sampleRate / 1000)
  let gate = Double(Int(327.67 * 327.67 * Double(10 * step * channels)))
  let start = (529..<1105).first { frame in
    let windowStart = 529 + max(0, (frame - 529) / step - 9) * step
    let heard = whole[windowStart * channels..<(frame + 1) * channels]
    return heard.reduce(0.0) { $0 + Double($1) * Double($1) } >= gate
  }
  guard let start else { return Array(whole[(1105 * channels)...]) }
  let before = whole[start * channels..<1105 * channels]
  let after = whole[1105 * channels..<1152 * channels]
  let isInLastBlock = sampleRate > 24_000 || start >= 576
  let isForerunner = isInLastBlock && 16 * meanSquare(before) < meanSquare(after)
  return Array(whole[((isForerunner ? 1105 : start) * channels)...])
}

private func meanSquare(_ samples: ArraySlice<Int16>) -> Int {
  samples.reduce(0) { $0 + Int($1) * Int($1) } / max(1, samples.count)
}

/// Whether two decodes are the same but for rounding: libmpg123 adds in another order when it started elsewhere.
func isSameSound(_ lhs: ArraySlice<Int16>, _ rhs: ArraySlice<Int16>) -> Bool {
  lhs.count == rhs.count && zip(lhs, rhs).allSatisfy { abs(Int($0) - Int($1)) <= 1 }
}
