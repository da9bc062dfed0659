import Gust
import JSON
import LatencyReporting

extension EventLog {
  /// Something happened to a text of many utterances.
  func write(_ event: NarrationEvent) async {
    switch event {
    case .piece(let index, let event):
      await write(event, utterance: index + 1)
    case .over(let index, _, let report):
      await write(.finished(report), utterance: index + 1)
    case .requested(let index, let piece):
      await write("asked", index, ["characters": piece.sourceRange.json])
    case .deferred(let index, let reason):
      await write("deferred", index, ["reason": .string(reason.message)])
    case .failed(let failure):
      await write(
        "failed", failure.piece,
        ["characters": failure.text.sourceRange.json, "reason": .string(failure.reason.message)])
    case .gap(let gap):
      await write(
        "gap", gap.beforePiece,
        [
          "for_text_ms": .number(gap.waitedForText.milliseconds),
          "for_service_ms": .number(gap.waitedForService.milliseconds),
        ])
    case .waitingForText:
      await write("waiting_for_text", [:])
    case .depthChanged(let depth, let reason):
      await write("depth", ["depth": .count(depth), "reason": reason.map { .string($0.message) } ?? .null])
    case .finished(let report):
      await write("spoken", ["report": NarrationLatencyReport(report).value])
    }
  }

  /// How far the listener heard.
  func write(_ position: NarrationPosition) async {
    await write(
      "position", position.piece,
      ["ms": .number(position.time.milliseconds), "characters": .count(position.characters)])
  }

  private func write(_ event: String, _ index: Int, _ fields: [String: JSONValue]) async {
    await write(event, fields.merging(["utterance": .count(index + 1)]) { $1 })
  }

  /// What the events of a text of many utterances mean.
  static let narrationTable: [(event: String, fields: String, meaning: String)] = [
    ("asked", "utterance, characters", "a part of the text is asked of the service; characters: from, to"),
    ("deferred", "utterance, reason", "the service had no room for it beside others; it is asked for again"),
    ("failed", "utterance, characters, reason", "it was not spoken, or not to its end"),
    (
      "gap", "utterance, for_text_ms, for_service_ms",
      "it was silent before it: until the text, and then the audio came"
    ),
    ("waiting_for_text", "", "nothing is left to be heard, and no more text is there yet"),
    ("depth", "depth, reason", "so many generations may run at a time from now on"),
    (
      "position", "utterance, ms, characters",
      "how far the text was heard: so long of that utterance, so many characters"
    ),
    ("spoken", "report", "the text is over; report says how far it was heard"),
  ]
}

extension Range<Int> {
  fileprivate var json: JSONValue { .array([.count(lowerBound), .count(upperBound)]) }
}
