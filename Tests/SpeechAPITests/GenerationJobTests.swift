import JSON
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
    #expect(job.source == "string" && job.voiceID == "voc_xeh3w54cqvnp" && job.voiceName == "Example")
    #expect(job.voiceCategory == "string" && job.modelID == "model_id_01h" && job.text == "Hello from Breeze Blue.")
    #expect(job.createdAt == "2026-04-02T10:15:30Z" && job.completedAt == "string" && job.retryAfter == nil)
  }

  @Test(
    arguments: [
      ("active", .active), ("ready", .ready), ("Completed", .ready), ("failed", .failed), ("cancelled", .cancelled),
      ("canceled", .cancelled), ("warming-up", .other("warming-up")), ("a\\u001b[2J", .other("a[2J")),
    ] as [(String, GenerationJob.Status)])
  func statusWords(word: String, status: GenerationJob.Status) throws {
    #expect(try job(status: word).status == status)
  }

  @Test(arguments: [
    #"{"generation_job_id":"j"}"#,
    #"{"generation_job_id":"j","history_item_id":null,"status":null,"state":null,"text":null,"error":null,"x":null}"#,
    #"{"generation_job_id":"j","history_item_id":7,"status":{},"state":[],"text":[1],"error":{},"download_url":7}"#,
    #"{"generation_job_id":"j","history_item_id":"h h","status":"","error":[],"content_type":false,"new":{"a":[]}}"#,
  ])
  func onlyTheIDMustBeThere(body: String) throws {
    let job = try job(body)
    #expect(job.id == "j" && job.historyItemID == "j" && job.status == .other("unknown"))
    #expect(job.failure == nil && job.contentType == nil && job.downloadURL == nil && job.text == nil)
  }

  @Test func theStateStandsInForTheStatus() throws {
    #expect(try job(#"{"generation_job_id":"j","status":null,"state":"ready"}"#).status == .ready)
    #expect(try job(#"{"generation_job_id":"j","status":"active","state":"ready"}"#).status == .active)
  }

  @Test func aSentenceStandsInForTheErrorObject() throws {
    let job = try job(#"{"generation_job_id":"j","status":"failed","error":"No \u001b[31mvoice."}"#)
    #expect(job.error == .failed(job.failure) && job.error?.message == "The generation failed: No [31mvoice.")
  }

  @Test func everyTextIsSafeAndBounded() throws {
    let hostile = "\u{1B}]0;x\u{7}\u{9B}2J\u{7F}\u{202E}\r\n" + testKey + String(repeating: "é", count: 9999)
    let names = [
      "status", "state", "source", "voice_id", "voice_name", "voice_category", "model_id", "text", "content_type",
      "download_url", "created_at", "completed_at",
    ]
    var fields = Dictionary(uniqueKeysWithValues: names.map { ($0, JSONValue.string(hostile)) })
    fields["generation_job_id"] = .string("j")
    fields["error"] = .object(["code": .string(hostile), "detail": .string(hostile)])
    let job = try GenerationJob(head: head(200), body: JSONValue.object(fields).encoded(), redacting: try makeKey())
    var texts: [String] = []
    func collect(_ value: Any) {
      if let text = value as? String { texts.append(text) }
      for child in Mirror(reflecting: value).children { collect(child.value) }
    }
    collect(job)
    texts += [job.error?.message, job.status.word].compactMap(\.self)
    #expect(texts.count >= names.count)
    for text in texts {
      #expect(text.isTerminalSafe && !text.contains(testKey) && text.unicodeScalars.count <= 8193)
    }
    #expect(job.text?.unicodeScalars.count == 501)
  }

  @Test func aLongTextIsNoHindrance() throws {
    let text = String(repeating: "long ", count: 200_000)
    let body = #"{"generation_job_id":"j","status":"ready","text":"\#(text)"}"#
    #expect(try job(body).text?.hasPrefix("long long") == true)
    let endless = #"{"generation_job_id":"j","text":"\#(String(repeating: text, count: 9))"}"#
    #expect(throws: SpeechServiceError.self) { try job(endless) }
  }

  @Test(arguments: [
    "", "{}", "[]", #"{"status":"ready"}"#, #"{"generation_job_id":7,"status":"ready"}"#,
    #"{"generation_job_id":"j j","history_item_id":"h","status":"ready"}"#,
    #"{"generation_job_id":"\#(testKey)","history_item_id":"h","status":"ready"}"#,
  ])
  func refusesWhatIsNoJob(body: String) throws {
    let error = try #require(throws: SpeechServiceError.self) { try job(body) }
    #expect(error.kind == .unexpectedContent)
    #expect(error.message.contains("it does not describe a generation job"))
  }

  @Test(arguments: [200, 201, 202]) func anOrderMayBeAnsweredInAnyWayOfSuccess(status: Int) throws {
    let reply = ReplyHead(status: status) { $0 == "retry-after" ? "3" : nil }
    let body = Array(#"{"generation_job_id":"job_1","history_item_id":"hist_1","status":"active"}"#.utf8)
    let job = try GenerationJob(head: reply, body: body, redacting: try makeKey())
    #expect(job.id == "job_1" && job.historyItemID == "hist_1" && job.retryAfter == .seconds(3))
  }

  @Test(arguments: [
    (nil, SpeechServiceError.Kind.upstream), ("GENERATION_FAILED", .upstream), ("GENERATION_TIMEOUT", .timeout),
    ("CONTENT_POLICY_VIOLATION", .contentPolicy), ("BILLING_INSUFFICIENT_CREDITS", .insufficientCredits),
  ])
  func theCodeOfAFailureTellsItsKind(code: String?, kind: SpeechServiceError.Kind) throws {
    let code = code.map { #""\#($0)""# } ?? "null"
    let job = try job(#"{"generation_job_id":"j","status":"failed","error":{"code":\#(code),"detail":"Why."}}"#)
    #expect(job.error?.kind == kind)
  }

  @Test func errorRepliesAreErrors() throws {
    let error = try #require(throws: SpeechServiceError.self) {
      try job(#"{"ok":false,"code":"RESOURCE_NOT_FOUND","detail":"No such job","error":"x"}"#, status: 404)
    }
    #expect(error.kind == .notFound)
    #expect(error.detail == "No such job")
  }
}
