import AudioTypes

/// How far an utterance is, in the words the engine decides by.
extension Playout {
  /// The start policy has the word before anything is written.
  var isWaiting: Bool {
    switch phase {
    case .buffering, .rebuffering: true
    case .playing, .tail, .draining, .fading: false
    }
  }

  /// Bytes that come may be what is waited for: to begin, to go on, to find the seam, or to tell when it was first heard.
  var awaitsBytes: Bool {
    isWaiting || continuation != nil || source?.aligner != nil || progress.timeline[.firstAudible] == nil
  }

  /// All of it is with the sink; the next utterance may write.
  var isHandedOver: Bool { handedOverEnd != nil }

  /// Some of it is with the sink.
  var isWithSink: Bool { firstIndex != nil }

  /// Running dry now would be a stall.
  var expectsMore: Bool {
    if case .playing = phase { (!isWhole || framesInHand > .zero) && !isAtFormatChange } else { false }
  }

  var isFading: Bool {
    if case .fading = phase { true } else { false }
  }

  /// Nothing of it is with the sink that was not heard, and there is more to come.
  var hasRunDry: Bool {
    if case .rebuffering = phase { true } else { expectsMore }
  }

  var isEmptyAndWhole: Bool { isWhole && framesInHand == .zero && !isAtFormatChange }

  /// Where it ends, once all of it is with the sink.
  var handedOverEnd: FrameCount? {
    switch phase {
    case .draining(let end), .fading(let end): end
    case .buffering, .playing, .rebuffering, .tail: nil
    }
  }

  /// Its place in the sink's stream changes by so much, and nothing else.
  func move(by frames: FrameCount) {
    firstIndex = firstIndex.map { $0 + frames }
    endIndex = endIndex.map { $0 + frames }
    switch phase {
    case .draining(let end): phase = .draining(end: end + frames)
    case .fading(let end): phase = .fading(end: end + frames)
    case .buffering, .playing, .rebuffering, .tail: break
    }
  }
}
