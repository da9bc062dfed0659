import Playback

/// One stretch of the way from the command to the first audible sample, between two marks.
struct TimelineStep {
  let label: String
  let start: TimelineMark
  let end: TimelineMark

  /// The steps in the order they happen. Those of the connection lie within the one until the request is sent.
  static let all = [
    TimelineStep(label: "connect: name", start: .command, end: .dnsDone),
    TimelineStep(label: "connect: TCP", start: .dnsDone, end: .connected),
    TimelineStep(label: "connect: TLS", start: .connected, end: .tlsDone),
    TimelineStep(label: "until request is sent", start: .command, end: .requestSent),
    TimelineStep(label: "service: first byte", start: .requestSent, end: .firstByte),
    TimelineStep(label: "network: first audible", start: .firstByte, end: .firstAudibleDecoded),
    TimelineStep(label: "player: start policy", start: .firstAudibleDecoded, end: .firstWrite),
    TimelineStep(label: "lead-in and sink", start: .firstWrite, end: .firstAudible),
  ]
}
