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

  /// All of it is with the sink; the next utterance may write.
  var isHandedOver: Bool { handedOverEnd != nil }

  /// Some of it is with the sink.
  var isWithSink: Bool { firstIndex != nil }

  /// Running dry now would be a stall.
  var expectsMore: Bool {
    if case .playing = phase { !isWhole && !isAtFormatChange } else { false }
  }

  var isEmptyAndWhole: Bool { isWhole && framesInHand == .zero && !isAtFormatChange }

  /// Where it ends, once all of it is with the sink.
  var handedOverEnd: FrameCount? {
    switch phase {
    case .draining(let end), .fading(let end): end
    case .buffering, .playing, .rebuffering, .tail: nil
    }
  }

  var remainingTail: FrameCount? {
    if case .tail(let remaining) = phase { remaining } else { nil }
  }
}
