import Gust
import JSON
import LatencyReporting

extension GenerationJob {
  /// For people: what is known of it, a line each.
  var table: String {
    let voice = [voiceName, voiceID.map { voiceName == nil ? $0 : "(\($0))" }].compactMap(\.self)
    let rows: [(String, String?)] = [
      ("job", id), ("status", status.word), ("voice", voice.isEmpty ? nil : voice.joined(separator: " ")),
      ("model", modelID), ("text", text), ("created", createdAt), ("completed", completedAt), ("audio", contentType),
      ("history item", historyItemID), ("error", failure?.sentence),
    ]
    return rows.compactMap { name, value in value.map { name.padded(to: 14) + $0 } }.joined(separator: "\n")
  }

  /// For programs: one line of JSON, its fields named as the service names them; null where it says nothing.
  var json: String {
    let error = failure.map { JSONValue.object(["code": .text($0.code), "detail": .text($0.detail)]) }
    let fields: [String: JSONValue] = [
      "generation_job_id": .string(id), "history_item_id": .string(historyItemID), "status": .string(status.word),
      "source": .text(source), "voice_id": .text(voiceID), "voice_name": .text(voiceName),
      "voice_category": .text(voiceCategory), "model_id": .text(modelID), "text": .text(text),
      "content_type": .text(contentType), "download_url": .text(downloadURL), "created_at": .text(createdAt),
      "completed_at": .text(completedAt), "error": error ?? .null,
    ]
    return JSONValue.object(fields).line
  }

  /// What is shown while it is waited for.
  var waitingNote: String { "gust: waiting for \(id): \(status.word)" }
}

extension GenerationJob.Failure {
  fileprivate var sentence: String { [code, detail].compactMap(\.self).joined(separator: ": ") }
}
