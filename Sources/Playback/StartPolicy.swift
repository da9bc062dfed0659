/// When the first sample of an utterance may go to the sound server, and when playback goes on after it ran dry.
public enum StartPolicy: Sendable, Hashable {
  /// As soon as there is a frame to play.
  case immediate
  /// As soon as this much audio is in hand, or all there will ever be. At most `StartPolicy.longestThreshold` is used.
  case fixed(Duration)

  /// The most audio a policy can ask to have in hand.
  public static let longestThreshold = Duration.seconds(2)

  /// The audio to have in hand before the first sample goes.
  var threshold: Duration {
    switch self {
    case .immediate: .zero
    case .fixed(let threshold): min(max(threshold, .zero), Self.longestThreshold)
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
