/// When the first sample of an utterance may go to the sound server, and when playback goes on after it ran dry.
public enum StartPolicy: Sendable, Hashable {
  /// As soon as running dry is unlikely, judged by how this stream came so far and how earlier ones from the same service
  /// came.
  case adaptive
  /// As soon as there is something to play (`StartPolicy.shortestThreshold`).
  case immediate
  /// As soon as this much audio is in hand, or all there will ever be. At most `StartPolicy.longestThreshold` is used.
  case fixed(Duration)

  /// The most audio a policy can ask to have in hand.
  public static let longestThreshold = Duration.seconds(2)

  /// The least audio that playback starts with. Less would be over before the sink has asked twice: the tail of a broken
  /// MP3 frame, for example, would be a click and a stall.
  public static let shortestThreshold = Duration.milliseconds(10)

  /// The longest that `.adaptive` waits, from the first audio of a wait on, while there is something to play.
  package static let longestWait = Duration.seconds(2)

  /// The audio that must be decoded, and not only received, before anything can start.
  package var decodedThreshold: Duration {
    switch self {
    case .adaptive, .immediate: Self.shortestThreshold
    case .fixed(let threshold): min(max(threshold, Self.shortestThreshold), Self.longestThreshold)
    }
  }
}
