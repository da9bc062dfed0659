import JSON

/// An asynchronous generation, as `GET /v1/generation-jobs/{generation_job_id}` describes it.
///
/// All text in it is safe to print and to log. Fields the service leaves out, or gives another type, are nil.
public struct GenerationJob: Sendable, Equatable {
  /// How far a job has come.
  public enum Status: Sendable, Equatable {
    /// Still generating.
    case active
    /// The audio can be downloaded.
    case ready
    /// It ended without audio; see ``GenerationJob/failure``.
    case failed
    /// It was called off.
    case cancelled
    /// A word this version does not know; take it for ``active``, within bounds.
    case other(String)
  }

  /// Why a job failed, in the service's words.
  public struct Failure: Sendable, Equatable {
    /// The service's own code.
    public let code: String?
    /// What went wrong.
    public let detail: String?
  }

  /// The id of the job.
  public let id: String
  /// The stored audio, for ``SpeechService/historyAudioRequest(for:)``.
  public let historyItemID: String
  /// How far it has come.
  public let status: Status
  /// The media type of the audio.
  public let contentType: String?
  /// Where else the audio lies, for ``SpeechService/keylessDownloadRequest(for:)``.
  public let downloadURL: String?
  /// Why there is no audio.
  public let failure: Failure?

  /// Reads the reply to ``SpeechService/generationJobRequest(for:)``.
  ///
  /// - Parameters:
  ///   - head: The reply's status and header fields.
  ///   - body: The whole body.
  ///   - key: The key that was used, so that it never shows.
  /// - Throws: ``SpeechServiceError`` when the status is not 200 or the body describes no job.
  public init(head: ReplyHead, body: [UInt8], redacting key: APIKey) throws(SpeechServiceError) {
    let serverText = ServerText(key: key)
    guard head.status == 200, let json = JSONValue(parsing: body),
      let id = serverText.identifier(json["generation_job_id"]?.string),
      let historyItemID = serverText.identifier(json["history_item_id"]?.string),
      let status = json["status"]?.string.flatMap({ serverText.clean($0, limit: 64) })
    else {
      throw SpeechServiceError(
        head: head, body: body, fault: ReplyFault("it does not describe a generation job"), redacting: key)
    }
    self.id = id
    self.historyItemID = historyItemID
    self.status = Status(status)
    contentType = json["content_type"]?.string.flatMap { serverText.clean($0, limit: 120) }
    downloadURL = json["download_url"]?.string.flatMap { serverText.clean($0, limit: 8192) }
    failure = json["error"].flatMap { Failure($0, serverText) }
  }
}

extension GenerationJob.Status {
  fileprivate init(_ word: String) {
    switch word.lowercased() {
    case "active": self = .active
    case "ready", "completed": self = .ready
    case "failed": self = .failed
    case "cancelled", "canceled": self = .cancelled
    default: self = .other(word)
    }
  }
}

extension GenerationJob.Failure {
  /// Nil unless `json` says something.
  fileprivate init?(_ json: JSONValue, _ serverText: ServerText) {
    code = json["code"]?.string.flatMap { serverText.clean($0, limit: 64) }
    detail = json["detail"]?.string.flatMap { serverText.clean($0) }
    if code == nil && detail == nil { return nil }
  }
}
