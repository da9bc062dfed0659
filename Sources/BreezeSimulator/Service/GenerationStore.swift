internal import AudioTypes
internal import FoundationEssentials
internal import Synchronization

/// Something that has been or is being spoken.
struct Generation: Sendable {
  /// How it was asked for: `stream`, `sync` or `async`.
  var source: String
  var request: SpeechRequest
  var voice: Voice
  /// What a download gets.
  var format: OutputFormat
  var download: [UInt8]
  /// When all of it has been generated.
  var readyAt: MonotonicInstant
  var createdAt = Date()
  var history: HistoryScript
  /// The word its status ends with.
  var finalStatus: String
  var job: JobScript
}

/// The generations kept, oldest dropped first. Callable from any thread.
final class GenerationStore: Sendable {
  /// Why there is no audio.
  enum Refusal {
    case unknown
    case notReady(retryAfterSeconds: Int)
    case failed(status: String)
    case scripted(Failure)
  }

  enum Download {
    case audio(Generation)
    case refused(Refusal)
  }

  private struct State {
    var generations: [String: Generation] = [:]
    var order: [String] = []
    var count = 0
  }

  private static let capacity = 256
  private let state = Mutex(State())

  /// Keeps a generation and answers its id, which begins with `prefix`.
  func add(_ generation: Generation, prefix: String) -> String {
    state.withLock { state in
      state.count += 1
      let number = String(state.count)
      let id = "\(prefix)_01sim\(String(repeating: "0", count: max(0, 6 - number.count)))\(number)"
      state.generations[id] = generation
      state.order.append(id)
      if state.order.count > Self.capacity { state.generations[state.order.removeFirst()] = nil }
      return id
    }
  }

  subscript(id: String) -> Generation? {
    state.withLock { $0.generations[id] }
  }

  /// A look at a job; counts against the looks that are to find it unfinished.
  func look(_ id: String) -> Generation? {
    state.withLock { state in
      guard let generation = state.generations[id] else { return nil }
      state.generations[id]?.job.activeLooks -= 1
      return generation
    }
  }

  /// A download at `instant`; counts against the downloads that are to be refused.
  func download(_ id: String, at instant: MonotonicInstant) -> Download {
    state.withLock { state in
      guard let generation = state.generations[id] else { return .refused(.unknown) }
      let secondsLeft = Int((instant.duration(to: generation.readyAt).milliseconds / 1000).rounded(.up))
      let retryAfter = generation.history.retryAfterSeconds ?? max(1, secondsLeft)
      if generation.history.notReadyCount > 0 {
        state.generations[id]?.history.notReadyCount -= 1
        return .refused(.notReady(retryAfterSeconds: retryAfter))
      }
      if instant < generation.readyAt { return .refused(.notReady(retryAfterSeconds: retryAfter)) }
      if let failure = generation.history.failure, failure.times != 0 {
        state.generations[id]?.history.failure?.times = failure.times.map { $0 - 1 }
        return .refused(.scripted(failure))
      }
      let hasFailed = ["failed", "cancelled"].contains(generation.finalStatus)
      return hasFailed ? .refused(.failed(status: generation.finalStatus)) : .audio(generation)
    }
  }
}

extension Generation {
  /// Whether a job is over at `instant`.
  func isOver(at instant: MonotonicInstant) -> Bool { job.activeLooks <= 0 && instant >= readyAt }
  /// The media type of the download.
  var contentType: String { history.contentType ?? format.contentType }

  /// How the download's name ends.
  var fileExtension: String {
    guard let name = history.file?.split(separator: "/").last, name.contains(".") else { return format.rawValue }
    return name.split(separator: ".").last.map(String.init) ?? format.rawValue
  }

  /// The body of `GET /v1/generation-jobs/{id}`.
  func json(id: String, at instant: MonotonicInstant, downloadURL: String) -> JSONValue {
    let isOver = isOver(at: instant)
    let status = isOver ? finalStatus : job.activeStatus
    let isReady = isOver && !["failed", "cancelled"].contains(status)
    let length = readyAt.duration(to: instant)
    let completed = Date(timeIntervalSinceNow: -max(0, length.milliseconds / 1000))
    return job.applied(to: [
      "generation_job_id": .string(id), "history_item_id": .string(id), "status": .string(status),
      "state": .string(status), "source": .string(source), "voice_id": .string(voice.id),
      "voice_name": .string(voice.name), "voice_category": .string(voice.category),
      "model_id": request.modelID.map(JSONValue.string) ?? .null, "text": .string(request.text),
      "content_type": isReady ? .string(contentType) : .null,
      "download_url": isReady ? .string(downloadURL) : .null,
      "created_at": .string(createdAt.ISO8601Format()),
      "completed_at": !isOver ? .null : .string(completed.ISO8601Format()),
      "date_unix": .integer(Int(createdAt.timeIntervalSince1970)),
      "error": status == "failed" ? ["code": .string(job.errorCode), "detail": .string(job.errorDetail)] : .null,
    ])
  }
}
