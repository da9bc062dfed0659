package import AudioTypes

/// Decodes MPEG audio layer III with libmpg123. A frame's audio can be taken as soon as its last byte has been fed.
///
/// The stream is cut into frames here and the library gets nothing but whole frames of one format: damage then cannot
/// talk it into another rate, nor make it buffer without bound. Where an encoder starts anew (joined files that each begin
/// with an encoder's tag, another rate or channel count) the library starts anew, too, so what it puts out never changes
/// its shape under way, which is where CVE-2024-10573 lies.
///
/// Leading silence of the codec is not handed out: with an encoder's tag libmpg123 cuts exactly what the tag says, at
/// both ends; without one see `LeadingTrim`, and `TrailingPadding` for what is handed out at the end all the same. A file without a tag that follows another of the same format cannot be told
/// from the first's going on, so its codec silence (some 46 ms at 24 kHz) is heard.
package struct MP3Decoder: ~Copyable, AudioDecoder {
  private var scanner: FrameScanner<MP3FrameHeader>
  private var library: Mpg123Handle
  private var trim = LeadingTrim()
  /// What the library's first block must hold if it cuts nothing by a tag; nil once that block is out.
  private var firstBlockDue: FrameCount? = .zero
  /// Whether the library may hold audio that was not taken yet.
  private var mayHoldAudio = false
  private var framesDecoded = FrameCount.zero
  private var leadingFramesDropped = FrameCount.zero
  private var trailingPadding: TrailingPadding?
  /// PCM frames in one MP3 frame of the stream.
  private var mp3Frame = FrameCount.zero

  /// Makes a decoder for any number of streams, one after another (`reset`). Allocates: make it before the request goes out.
  package init() throws(DecodingError) {
    scanner = FrameScanner(maximumFeed: Self.maximumFeed)
    library = try Mpg123Handle()
  }

  /// Takes all of `bytes`; never throws by itself.
  package mutating func feed(_ bytes: RawSpan) throws(DecodingError) {
    scanner.feed(bytes)
  }

  /// Says that no more bytes will come.
  package mutating func finish() {
    scanner.finish()
  }

  /// Hands out one decoded MP3 frame: 576 frames of PCM (1152 above 24 kHz), fewer at the start.
  package mutating func nextBlock(_ body: (Span<Int16>, AudioFormat) -> Void) throws(DecodingError) -> Bool {
    while true {
      while mayHoldAudio {
        if try decode(body) { return true }
      }
      guard let frame = try scanner.next() else { return false }
      if frame.startsSegment { try startSegment() }
      mp3Frame = frame.header.frameCount
      if !frame.isInfo { firstBlockDue? += frame.header.frameCount }
      try scanner.take(frame) { bytes throws(DecodingError) in try library.feed(bytes) }
      mayHoldAudio = true
    }
  }

  /// Opens the library for another stream (`mpg123_open_feed`).
  package mutating func reset() throws(DecodingError) {
    scanner.reset()
    framesDecoded = .zero
    leadingFramesDropped = .zero
    try startSegment()
  }

  /// What happened so far in this stream.
  package var summary: DecodingSummary {
    var summary = scanner.summary
    summary.framesDecoded = framesDecoded
    summary.leadingFramesDropped = leadingFramesDropped
    summary.trailingPadding = trailingPadding
    return summary
  }

  private mutating func startSegment() throws(DecodingError) {
    mayHoldAudio = false
    firstBlockDue = .zero
    trim = LeadingTrim()
    trailingPadding = nil
    try library.open()
  }

  /// Decodes on and hands out what is to be heard of it; false when none of it is or the library needs more.
  private mutating func decode(_ body: (Span<Int16>, AudioFormat) -> Void) throws(DecodingError) -> Bool {
    var isHeard = false
    let mp3Frame = mp3Frame
    mayHoldAudio = try library.decodeFrame { pcm, format in
      let all = FrameCount(pcm.count / format.channelCount)
      if let due = firstBlockDue {
        let isTagged = due != all
        if isTagged { trim.stop() }
        trailingPadding = isTagged ? nil : TrailingPadding(mp3Frame: mp3Frame, sampleRate: format.sampleRate)
      }
      firstBlockDue = nil
      let dropped = trim.framesToDrop(from: pcm, format: format)
      leadingFramesDropped += dropped
      guard dropped < all else { return }
      framesDecoded += all - dropped
      isHeard = true
      body(pcm.extracting(droppingFirst: dropped.rawValue * format.channelCount), format)
    }
    return isHeard
  }
}
