import JSON

/// An asynchronous generation, as `GET /v1/generation-jobs/{generation_job_id}` describes it.
///
/// All text in it is safe to print and to log. Fields the service leaves out, or gives another type, are nil.
public struct GenerationJob: Sendable, Equatable {
  /// The id of the job.
  public let id: String
  /// The stored audio, for ``AudioLocation/historyItem(_:)``; the id of the job where the service names no other.
  public let historyItemID: String
  /// How far it has come.
  public let status: Status
  /// What made it, in the service's own word.
  public let source: String?
  /// The voice that speaks.
  public let voiceID: String?
  /// The voice's name.
  public let voiceName: String?
  /// What kind of voice it is, in the service's own word.
  public let voiceCategory: String?
  /// The model that speaks.
  public let modelID: String?
  /// What is spoken, on one line; cut after 500 Unicode code points.
  public let text: String?
  /// The media type of the audio.
  public let contentType: String?
  /// Where else the audio lies, to be fetched without a key. It may hold a signature that lets
  /// whoever has it fetch the audio.
  public let downloadURL: String?
  /// When it was asked for, in the service's own words (ISO 8601).
  public let createdAt: String?
  /// When it was over, in the service's own words (ISO 8601).
  public let completedAt: String?
  /// Why there is no audio.
  public let failure: Failure?
  /// How long the service asks to wait before the next look (`Retry-After`), at most a day.
  public let retryAfter: Duration?

  /// The largest description that is read: it holds the text, in the longest spelling JSON has for it.
  package static let maximumBytes = 8 * SpeechRequest.maximumTextBytes

  /// Reads the reply to ``AuthorizedService/generationJobRequest(for:)`` or ``AuthorizedService/createJobRequest(for:as:)``.
  ///
  /// Only the job's id must be there.
  ///
  /// - Parameters:
  ///   - head: The reply's status and header fields.
  ///   - body: The whole body.
  ///   - key: The key that was used, so that it never shows.
  /// - Throws: ``SpeechServiceError`` when the status is none of 200, 201 and 202, or the body describes no job.
  package init(head: ReplyHead, body: [UInt8], redacting key: APIKey) throws(SpeechServiceError) {
    let serverText = ServerText(key: key)
    guard (200...202).contains(head.status), let json = JSONValue(parsing: body, maximumBytes: Self.maximumBytes),
      let id = serverText.identifier(json["generation_job_id"]?.string)
    else {
      throw SpeechServiceError(
        head: head, body: body, fault: ReplyFault("it does not describe a generation job"), redacting: key)
    }
    self.id = id
    historyItemID = serverText.identifier(json["history_item_id"]?.string) ?? id
    status = Status(
      serverText.text("status", of: json, limit: 64) ?? serverText.text("state", of: json, limit: 64) ?? "unknown")
    source = serverText.text("source", of: json)
    voiceID = serverText.text("voice_id", of: json)
    voiceName = serverText.text("voice_name", of: json)
    voiceCategory = serverText.text("voice_category", of: json)
    modelID = serverText.text("model_id", of: json)
    text = serverText.text("text", of: json, limit: 500)
    contentType = serverText.text("content_type", of: json)
    downloadURL = serverText.text("download_url", of: json, limit: 8192)
    createdAt = serverText.text("created_at", of: json)
    completedAt = serverText.text("completed_at", of: json)
    failure = json["error"].flatMap { Failure($0, serverText) }
    retryAfter = head.retryAfter
  }
}

extension GenerationJob {
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

    /// Whether nothing more will come of it.
    public var isFinal: Bool {
      switch self {
      case .ready, .failed, .cancelled: true
      case .active, .other: false
      }
    }

    /// The word for it, safe to print.
    public var word: String {
      switch self {
      case .active: "active"
      case .ready: "ready"
      case .failed: "failed"
      case .cancelled: "cancelled"
      case .other(let word): word
      }
    }

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

  /// Why a job failed, in the service's words.
  public struct Failure: Sendable, Equatable {
    /// The service's own code.
    public let code: String?
    /// What went wrong.
    public let detail: String?

    /// Nil unless `json` says something.
    fileprivate init?(_ json: JSONValue, _ serverText: ServerText) {
      code = serverText.text("code", of: json, limit: 64)
      detail = (json["detail"]?.string ?? json.string).flatMap { serverText.clean($0) }
      if code == nil && detail == nil { return nil }
    }
  }
}
