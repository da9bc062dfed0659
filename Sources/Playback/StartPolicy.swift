/// When the first sample of an utterance may go to the sound server, and when playback goes on after it ran dry.
public enum StartPolicy: Sendable, Hashable {
  /// As soon as there is something to play (`StartPolicy.shortestThreshold`).
  case immediate
  /// As soon as this much audio is in hand, or all there will ever be. At most `StartPolicy.longestThreshold` is used.
  case fixed(Duration)

  /// The most audio a policy can ask to have in hand.
  public static let longestThreshold = Duration.seconds(2)

  /// The least audio that playback starts with. Less would be over before the sink has asked twice: the tail of a broken
  /// MP3 frame, for example, would be a click and a stall.
  public static let shortestThreshold = Duration.milliseconds(10)

  /// The audio to have in hand before the first sample goes.
  var threshold: Duration {
    switch self {
    case .immediate: Self.shortestThreshold
    case .fixed(let threshold): min(max(threshold, Self.shortestThreshold), Self.longestThreshold)
    }
  }

  /// Decides whether to start now.
  ///
  /// - Parameters:
  ///   - inHand: decoded audio that waits to be played.
  ///   - isWhole: whether no more audio will come.
  func mayStart(inHand: Duration, isWhole: Bool) -> Bool {
    inHand > .zero && (isWhole || inHand >= threshold)
  }
}
