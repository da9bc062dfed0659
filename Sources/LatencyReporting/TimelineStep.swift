import Playback

/// One stretch of the way from the command to the first audible sample, between two marks.
struct TimelineStep {
  /// Who the time is spent by.
  enum Party: Sendable {
    case connection, service, network, player
  }

  let label: String
  let party: Party
  let start: TimelineMark
  let end: TimelineMark

  /// The steps in the order they happen; each begins where the one before it ended.
  static func all(in marks: LatencyMarks) -> [TimelineStep] {
    let sentAfter: TimelineMark = [.tlsDone, .connected, .dnsDone].first { marks[$0] != nil } ?? .command
    return [
      TimelineStep(label: "look up name", party: .connection, start: .command, end: .dnsDone),
      TimelineStep(label: "connect", party: .connection, start: .dnsDone, end: .connected),
      TimelineStep(label: "TLS handshake", party: .connection, start: .connected, end: .tlsDone),
      TimelineStep(label: "send request", party: .connection, start: sentAfter, end: .requestSent),
      TimelineStep(label: "service answers", party: .service, start: .requestSent, end: .firstByte),
      TimelineStep(label: "first frame arrives", party: .network, start: .firstByte, end: .firstAudioDecoded),
      TimelineStep(label: "start policy", party: .player, start: .firstAudioDecoded, end: .firstWrite),
      TimelineStep(label: "lead-in and sink", party: .player, start: .firstWrite, end: .firstAudible),
    ].filter { marks[$0.start] != nil && marks[$0.end] != nil }
  }
}
