package import AudioTypes

/// The decoder of one stream, whatever was announced and whatever it turns out to hold.
package struct StreamDecoder: ~Copyable, AudioDecoder {
  private let announced: AudioEncoding
  private var recognizer: ContentRecognizer
  /// For what was announced, until something else is recognized; nil when there is none for it.
  private var decoder: (any AudioDecoder & ~Copyable)?
  /// What `decoder` is for.
  private var encoding: AudioEncoding
  private var isRecognized = false
  /// Whether the decoder has been told of the end.
  private var hasFinished = false

  /// Makes the decoder for `encoding`. Allocates, and may load a library: make it before the audio is there, off the audio
  /// thread. Where something else is recognized, that is caught up with in `nextBlock`, once.
  package init(_ encoding: AudioEncoding) throws(DecodingError) {
    announced = encoding
    self.encoding = encoding
    recognizer = ContentRecognizer(announced: encoding)
    decoder = try Self.make(encoding)
  }

  /// What the stream holds, once that is known.
  package var recognizedEncoding: AudioEncoding? { isRecognized ? encoding : nil }

  /// Takes all of `bytes`.
  package mutating func feed(_ bytes: RawSpan) throws(DecodingError) {
    if isRecognized {
      try decoder?.feed(bytes)
    } else {
      recognizer.feed(bytes)
    }
  }

  /// Says that no more bytes will come.
  package mutating func finish() {
    recognizer.finish()
  }

  /// Hands out the next block.
  package mutating func nextBlock(_ body: (Span<Int16>, AudioFormat) -> Void) throws(DecodingError) -> Bool {
    if !isRecognized {
      guard let found = try recognizer.recognize() else { return false }
      try adopt(found)
    }
    while true {
      if try decoder?.nextBlock(body) ?? false { return true }
      guard try passOn() else { return false }
    }
  }

  /// Makes the decoder ready for another stream that was announced as the former one.
  package mutating func reset() throws(DecodingError) {
    recognizer = ContentRecognizer(announced: announced)
    isRecognized = false
    hasFinished = false
    if encoding == announced {
      try decoder?.reset()
    } else {
      encoding = announced
      decoder = try Self.make(announced)
    }
  }

  /// What happened so far in this stream.
  package var summary: DecodingSummary {
    var summary = decoded
    summary.bytesFed += recognizer.tagBytes + recognizer.garbageBytes + ByteCount(recognizer.waiting)
    summary.garbageBytes += recognizer.garbageBytes
    summary.bytesWaiting += ByteCount(recognizer.waiting)
    if recognizer.hasEnded && recognizer.isInTag { summary.truncatedTail = true }
    return summary
  }

  private var decoded: DecodingSummary {
    switch decoder {
    case .some(let decoder): decoder.summary
    case nil: DecodingSummary()
    }
  }

  /// Gives what was held back, and then the end, to the decoder; false when there is nothing left to give.
  private mutating func passOn() throws(DecodingError) -> Bool {
    if recognizer.waiting > 0 {
      try recognizer.take(Self.maximumFeed) { (bytes) throws(DecodingError) in try decoder?.feed(bytes) }
      return true
    }
    guard recognizer.hasEnded, !hasFinished else { return false }
    hasFinished = true
    decoder?.finish()
    return true
  }

  private mutating func adopt(_ found: AudioEncoding) throws(DecodingError) {
    isRecognized = true
    guard found != encoding else { return }
    encoding = found
    decoder = try Self.make(found)
  }

  private static func make(_ encoding: AudioEncoding) throws(DecodingError) -> (any AudioDecoder & ~Copyable)? {
    switch encoding {
    case .mp3: try MP3Decoder()
    case .pcm(let format): PCMDecoder(format: format)
    case .wav: WAVDecoder()
    case .flac: try FLACDecoder()
    case .aac: try AACDecoder()
    case .ogg: try OggDecoder()
    case .unknown: nil
    }
  }
}
