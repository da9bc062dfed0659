import AudioTypes
import Gust

extension Waterfall {
  /// Where the time of one utterance went, from the request on.
  static func utterance(_ marks: LatencyMarks, title: String) -> Waterfall? {
    Waterfall(
      title: title, marks: marks, origin: .requestSent,
      spans: [
        ("request → first byte", .requestSent, .firstByte), ("bytes arrive", .firstByte, .lastByte),
        ("first byte → audible", .firstByte, .firstAudible), ("sounding", .firstAudible, .lastAudible),
      ])
  }

  /// The little that lies between the first byte and the first sound.
  static func start(_ marks: LatencyMarks, title: String) -> Waterfall? {
    Waterfall(
      title: title, marks: marks, origin: .firstByte,
      spans: [
        ("first byte → audible decoded", .firstByte, .firstAudibleDecoded),
        ("decoded → written", .firstAudibleDecoded, .firstWrite),
        ("written → at the sink", .firstWrite, .firstAudible),
      ])
  }

  private init?(
    title: String, marks: LatencyMarks, origin: TimelineMark, spans: [(String, TimelineMark, TimelineMark)]
  ) {
    guard let zero = marks[origin] else { return nil }
    self.init(
      title: title,
      spans: spans.compactMap { name, start, end in
        guard let start = marks[start], let end = marks[end] else { return nil }
        return Span(name: name, start: zero.duration(to: start).milliseconds, end: zero.duration(to: end).milliseconds)
      })
  }
}
