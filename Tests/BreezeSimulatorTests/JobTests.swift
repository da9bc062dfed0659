import BreezeSimulator
import Testing

@Suite struct JobTests {
  let simulator: BreezeSimulator
  let client: RawClient

  init() throws {
    simulator = try BreezeSimulator()
    client = RawClient(port: simulator.port)
  }

  func create(_ scenario: Scenario, format: String = "mp3") throws -> String {
    simulator.setScenario(scenario)
    let created = client.post(
      "/v1/text-to-speech/voc_xeh3w54cqvnp?delivery=async&output_format=\(format)", #"{"text":"Yes."}"#)
    #expect(created.status == 200)
    #expect(created.text.contains(#""status":"active""#))
    return try #require(value(of: "generation_job_id", in: created.text))
  }

  func value(of field: String, in json: String) -> String? {
    guard let start = json.firstRange(of: #""\#(field)":""#)?.upperBound else { return nil }
    return String(json[start...].prefix { $0 != "\"" })
  }

  @Test func becomesReadyAndIsDownloaded() throws {
    let id = try create(.burst, format: "wav")
    let job = client.get("/v1/generation-jobs/\(id)").text
    #expect(value(of: "status", in: job) == "ready")
    #expect(value(of: "history_item_id", in: job) == id)
    #expect(value(of: "content_type", in: job) == "audio/wav")
    #expect(value(of: "text", in: job) == "Yes.")
    let reference = try simulator.reference(text: "Yes.", format: .wav)
    #expect(client.get("/v1/generation-jobs/\(id)/audio").body == reference)
    #expect(client.get("/v1/history/\(id)/audio").body == reference)
  }

  @Test func downloadURLIsOnAnotherHostAndNeedsNoKey() throws {
    let id = try create(.burst)
    let url = try #require(value(of: "download_url", in: client.get("/v1/generation-jobs/\(id)").text))
    #expect(url == "http://localhost:\(simulator.port)/files/\(id).mp3")
    let file = RawClient(port: simulator.port, key: nil).get("/files/\(id).mp3")
    #expect(file.body == (try simulator.reference(text: "Yes.", format: .mp3)))
    #expect(file.headers["x-breeze-api-key-id"] == nil)
  }

  @Test func staysActiveWhileItIsGenerated() throws {
    let id = try create(Scenario { $0.pace.timeToFirstByteMilliseconds = 100_000 })
    let job = client.get("/v1/generation-jobs/\(id)").text
    #expect(value(of: "status", in: job) == "active")
    #expect(job.contains(#""download_url":null"#))
    #expect(client.get("/v1/generation-jobs/\(id)/audio").status == 425)
  }

  @Test func endsWithAnyWord() throws {
    var scenario = Scenario.burst
    scenario.jobStatus = "failed"
    let failed = try create(scenario)
    #expect(client.get("/v1/generation-jobs/\(failed)").text.contains("GENERATION_FAILED"))
    #expect(client.get("/v1/generation-jobs/\(failed)/audio").status == 409)
    scenario.jobStatus = "completed"
    let completed = try create(scenario)
    #expect(value(of: "status", in: client.get("/v1/generation-jobs/\(completed)").text) == "completed")
    #expect(client.get("/v1/generation-jobs/\(completed)/audio").status == 200)
    #expect(client.get("/v1/generation-jobs/job_unknown").status == 404)
  }

  @Test func aJobIsAsItWasScripted() throws {
    let id = try create(
      Scenario {
        $0.pace = .burst
        $0.jobStatus = "failed"
        $0.job.activeLooks = 2
        $0.job.activeStatus = "queued"
        $0.job.retryAfterSeconds = 7
        $0.job.errorCode = "E"
        $0.job.errorDetail = "Why"
        $0.job.nullFields = ["voice_name"]
        $0.job.omittedFields = ["text"]
        $0.job.textFields = ["novelty": "n"]
      })
    for _ in 0..<2 {
      let look = client.get("/v1/generation-jobs/\(id)")
      #expect(value(of: "status", in: look.text) == "queued" && look.headers["retry-after"] == "7")
      #expect(look.text.contains(#""error":null"#) && look.text.contains(#""completed_at":null"#))
    }
    let last = client.get("/v1/generation-jobs/\(id)")
    #expect(value(of: "status", in: last.text) == "failed" && last.headers["retry-after"] == nil)
    #expect(last.text.contains(#""error":{"code":"E","detail":"Why"}"#) && last.text.contains(#""voice_name":null"#))
    #expect(!last.text.contains(#""text":"#) && value(of: "novelty", in: last.text) == "n")
  }

  @Test func downloadURLMayLeadAnywhere() throws {
    let id = try create(
      Scenario {
        $0.pace = .burst
        $0.job.downloadURL = "https://example.com/{id}.mp3"
      })
    let job = client.get("/v1/generation-jobs/\(id)").text
    #expect(value(of: "download_url", in: job) == "https://example.com/\(id).mp3")
    #expect(try Scenario(json: Array(#"{"job":{"activeLooks":3}}"#.utf8)).job.activeLooks == 3)
    #expect(throws: SimulatorError.self) { try Scenario(json: Array(#"{"job":{"activeLook":3}}"#.utf8)) }
  }
}
