import AudioTypes

/// When the audio of one utterance arrives, in virtual time: what the start policies are replayed against.
struct ArrivalScript {
  /// A piece of audio.
  struct Piece {
    let at: MonotonicInstant
    /// All audio that has come with it.
    let total: Duration
  }

  /// In order of time. With the last one the stream ends.
  private(set) var pieces: [Piece] = []

  /// Replays begin here, so that no time can be taken for a small number.
  static let epoch = MonotonicInstant(nanoseconds: 1_000_000_000_000)

  /// Adds a piece of `audio` milliseconds that arrives `time` milliseconds after the epoch, or with the one before it when that is later.
  mutating func append(audio: Double, at time: Double) {
    let at = Self.epoch.advanced(by: .nanoseconds(Int64(time * 1e6)))
    let before = pieces.last
    pieces.append(
      Piece(
        at: max(at, before?.at ?? at), total: (before?.total ?? .zero) + .nanoseconds(Int64(max(audio, 0) * 1e6))))
  }

  /// The smallest start delay with which the stream never runs dry: no policy that sees the future needs more.
  var leastStallFreeDelay: Duration {
    guard let first = pieces.first else { return .zero }
    return zip(pieces, pieces.dropFirst()).reduce(.zero) { longest, pair in
      max(longest, first.at.duration(to: pair.1.at) - pair.0.total)
    }
  }
}
