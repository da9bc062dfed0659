import AudioDecoding
import AudioTypes

extension FuzzTarget {
  /// Every decoder by itself, and `content` for streams of which nothing is known.
  static let decoding = [
    FuzzTarget(name: "mp3") { bytes in decode(bytes) { () throws(DecodingError) in try MP3Decoder() } },
    FuzzTarget(name: "pcm") { bytes in decode(bytes) { () throws(DecodingError) in PCMDecoder(format: .speech) } },
    FuzzTarget(name: "wav") { bytes in decode(bytes) { () throws(DecodingError) in WAVDecoder() } },
    FuzzTarget(name: "flac") { bytes in decode(bytes) { () throws(DecodingError) in try FLACDecoder() } },
    FuzzTarget(name: "aac") { bytes in decode(bytes) { () throws(DecodingError) in try AACDecoder() } },
    FuzzTarget(name: "ogg") { bytes in
      decode(withChecksums(bytes)) { () throws(DecodingError) in try OggDecoder() }
    },
    FuzzTarget(name: "content") { bytes in
      decode(bytes) { () throws(DecodingError) in try StreamDecoder(.unknown) }
    },
  ]
}

/// What came of a stream.
private struct Outcome: Equatable {
  var samples = 0
  var hash: UInt64 = 0xCBF2_9CE4_8422_2325
  var hasFailed = false
}

/// Decodes the stream twice, cut in two ways of which the first byte chooses one: no cut may change what comes out.
private func decode<Decoder: AudioDecoder & ~Copyable>(_ bytes: [UInt8], by make: () throws(DecodingError) -> Decoder) {
  guard let first = bytes.first else { return }
  let stream = Array(bytes.dropFirst())
  let whole = outcome(stream, length: Decoder.maximumFeed.rawValue, make)
  let split = outcome(stream, length: 1 + Int(first), make)
  // How much comes out before an error is noticed may depend on the cut.
  guard !whole.hasFailed, !split.hasFailed else { return }
  precondition(whole == split, "the cut changed what came out")
}

private func outcome<Decoder: AudioDecoder & ~Copyable>(
  _ stream: [UInt8], length: Int, _ make: () throws(DecodingError) -> Decoder
) -> Outcome {
  var outcome = Outcome()
  do throws(DecodingError) {
    var decoder = try make()
    var position = 0
    var frames = FrameCount.zero
    while position < stream.count {
      let end = min(position + length, stream.count)
      try unsafe decoder.feed(stream.span.extracting(position..<end).bytes)
      position = end
      frames += try drain(&decoder, into: &outcome)
    }
    decoder.finish()
    frames += try drain(&decoder, into: &outcome)
    let summary = decoder.summary
    precondition(summary.framesDecoded == frames, "frames were miscounted")
    precondition(summary.bytesFed == ByteCount(stream.count), "bytes were miscounted")
    precondition(summary.bytesDecoded >= .zero && summary.garbageBytes >= .zero, "counts went below zero")
  } catch {
    outcome.hasFailed = true
    precondition(!isMissing(error), "a library is not installed")
  }
  return outcome
}

private func drain<Decoder: AudioDecoder & ~Copyable>(
  _ decoder: inout Decoder, into outcome: inout Outcome
) throws(DecodingError) -> FrameCount {
  var frames = FrameCount.zero
  var sum = outcome
  while try decoder.nextBlock({ pcm, format in
    precondition(!pcm.isEmpty && pcm.count <= Decoder.maximumBlockSamples, "a block is empty or too long")
    precondition(pcm.count % format.channelCount == 0, "a block ends inside a frame")
    frames += FrameCount(pcm.count / format.channelCount)
    sum.samples += pcm.count
    for index in pcm.indices { sum.hash = (sum.hash ^ UInt64(UInt16(bitPattern: pcm[index]))) &* 0x100_0000_01B3 }
  }) {}
  outcome = sum
  return frames
}

private func isMissing(_ error: DecodingError) -> Bool {
  if case .libraryMissing = error { true } else { false }
}

/// Makes the checksum of whatever looks like an Ogg page right: no mutation would ever get past it.
private func withChecksums(_ bytes: [UInt8]) -> [UInt8] {
  var bytes = bytes
  var start = 1
  while start + 27 <= bytes.count {
    guard bytes[start] == 0x4F, bytes[start + 1] == 0x67, bytes[start + 2] == 0x67, bytes[start + 3] == 0x53 else {
      start += 1
      continue
    }
    let segments = Int(bytes[start + 26])
    let body = bytes[(start + 27)...].prefix(segments).reduce(0) { $0 + Int($1) }
    let end = min(bytes.count, start + 27 + segments + body)
    for index in 22..<26 { bytes[start + index] = 0 }
    var crc: UInt32 = 0
    for byte in bytes[start..<end] {
      crc ^= UInt32(byte) << 24
      for _ in 0..<8 { crc = crc & 0x8000_0000 == 0 ? crc << 1 : crc << 1 ^ 0x04C1_1DB7 }
    }
    for index in 0..<4 { bytes[start + 22 + index] = UInt8(truncatingIfNeeded: crc >> (8 * UInt32(index))) }
    start = end
  }
  return bytes
}
