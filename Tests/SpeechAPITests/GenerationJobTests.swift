import SpeechAPI
import Testing

@Suite struct GenerationJobTests {
  private func job(_ body: String, status: Int = 200) throws -> GenerationJob {
    try GenerationJob(head: head(status), body: Array(body.utf8), redacting: try makeKey())
  }

  private func job(status word: String) throws -> GenerationJob {
    try job(#"{"generation_job_id":"job_1","history_item_id":"hist_1","status":"\#(word)"}"#)
  }

  @Test func readsTheExampleOfTheContract() throws {
    let job = try job(
      """
      {
        "generation_job_id": "job_01hasync",
        "history_item_id": "hist_01haudio",
        "status": "active",
        "state": "string",
        "source": "string",
        "voice_id": "voc_xeh3w54cqvnp",
        "voice_name": "Example",
        "voice_category": "string",
        "model_id": "model_id_01h",
        "text": "Hello from Breeze Blue.",
        "content_type": "audio/mpeg",
        "download_url": "https://example.com/audio.mp3",
        "created_at": "2026-04-02T10:15:30Z",
        "completed_at": "string",
        "date_unix": 1,
        "error": {
          "code": "string",
          "detail": "string"
        }
      }
      """)
    #expect(job.id == "job_01hasync")
    #expect(job.historyItemID == "hist_01haudio")
    #expect(job.status == .active)
    #expect(job.contentType == "audio/mpeg")
    #expect(job.downloadURL == "https://example.com/audio.mp3")
    #expect(job.failure?.code == "string")
    #expect(job.failure?.detail == "string")
  }

  @Test(
    arguments: [
      ("active", .active), ("ready", .ready), ("Completed", .ready), ("failed", .failed), ("cancelled", .cancelled),
      ("canceled", .cancelled), ("warming-up", .other("warming-up")), ("a\\u001b[2J", .other("a[2J")),
    ] as [(String, GenerationJob.Status)])
  func statusWords(word: String, status: GenerationJob.Status) throws {
    #expect(try job(status: word).status == status)
  }

  @Test func missingNullAndOddFieldsAreNil() throws {
    let job = try job(
      #"{"generation_job_id":"j","history_item_id":"h","status":"ready","error":{},"content_type":null,"download_url":7}"#
    )
    #expect(job.failure == nil && job.contentType == nil && job.downloadURL == nil)
  }

  @Test(arguments: [
    "", "{}", "[]", #"{"generation_job_id":"j","status":"ready"}"#,
    #"{"generation_job_id":"j","history_item_id":7,"status":"ready"}"#,
    #"{"generation_job_id":"j j","history_item_id":"h","status":"ready"}"#,
    #"{"generation_job_id":"\#(testKey)","history_item_id":"h","status":"ready"}"#,
  ])
  func refusesWhatIsNoJob(body: String) throws {
    let error = try #require(throws: SpeechServiceError.self) { try job(body) }
    #expect(error.kind == .unexpectedContent)
    #expect(error.message.contains("it does not describe a generation job"))
  }

  @Test func errorRepliesAreErrors() throws {
    let error = try #require(throws: SpeechServiceError.self) {
      try job(#"{"ok":false,"code":"RESOURCE_NOT_FOUND","detail":"No such job","error":"x"}"#, status: 404)
    }
    #expect(error.kind == .notFound)
    #expect(error.detail == "No such job")
  }
}
