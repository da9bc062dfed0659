import AudioTypes
import BreezeSimulator
import Foundation
import Testing

@Suite struct MisbehaviourTests {
  let simulator: BreezeSimulator
  let client: RawClient

  init() throws {
    simulator = try BreezeSimulator()
    client = RawClient(port: simulator.port)
  }

  func burst(_ change: (inout Scenario) -> Void) {
    var scenario = Scenario.burst
    change(&scenario)
    simulator.setScenario(scenario)
  }

  @Test(arguments: [Cut.How.close, .reset, .endEarly]) func cutsTheBody(how: Cut.How) throws {
    burst { $0.cut = Cut(afterBytes: 1001, how: how) }
    let response = client.stream("Hello there.")
    let reference = try simulator.reference(text: "Hello there.", format: .mp3)
    #expect(response.status == 200)
    #expect(response.body == Array(reference.prefix(1001)))
    #expect(response.isComplete == (how == .endEarly))
    #expect(response.ending == (how == .reset ? .reset : .closed))
    #expect(simulator.log().first?.ending == .cut)
  }

  @Test func cutsByAudioTimeAndWithContentLength() throws {
    burst {
      $0.cut = Cut(afterAudioMilliseconds: 100)
      $0.reply.contentLength = true
    }
    let response = client.stream("Hello there.", format: "pcm")
    #expect(response.body.count == 4800)
    #expect(response.headers["transfer-encoding"] == nil)
    let whole = try simulator.reference(text: "Hello there.", format: .pcm)
    #expect(response.headers["content-length"] == String(whole.count))
  }

  @Test func historyHasWhatACutStreamLost() throws {
    simulator.enqueue([
      Scenario {
        $0.pace = .burst
        $0.cut = Cut(afterBytes: 500)
        $0.history.notReadyCount = 2
        $0.history.retryAfterSeconds = 3
      }
    ])
    let id = try #require(client.stream("Hello there.").headers["history-item-id"])
    for _ in 0..<2 {
      let early = client.get("/v1/history/\(id)/audio")
      #expect(early.status == 425)
      #expect(early.headers["retry-after"] == "3")
      #expect(early.text.contains("GENERATION_NOT_READY"))
    }
    let audio = client.get("/v1/history/\(id)/audio")
    #expect(audio.status == 200)
    #expect(audio.headers["content-disposition"] == #"attachment; filename="\#(id).mp3""#)
    #expect(audio.body == (try simulator.reference(text: "Hello there.", format: .mp3)))
    #expect(simulator.audio(forHistoryItem: id) == audio.body)
    #expect(client.get("/v1/history/hist_unknown/audio").status == 404)
  }

  @Test func historyIsNotReadyBeforeTheGenerationWouldHaveEnded() throws {
    burst {
      $0.pace.timeToFirstByteMilliseconds = 0
      $0.pace.speed = 0.01
      $0.cut = Cut(afterBytes: 320)
    }
    let id = try #require(client.stream("Hello there.").headers["history-item-id"])
    let early = client.get("/v1/history/\(id)/audio")
    #expect(early.status == 425)
    #expect((early.headers["retry-after"].flatMap(Int.init) ?? 0) > 30)
  }

  @Test func historyServesAFile() throws {
    let path = "/tmp/gust-simulator-\(simulator.port).flac"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let bytes = (0..<3_000).map { UInt8(truncatingIfNeeded: $0 * 7) }
    try Data(bytes).write(to: URL(filePath: path))
    burst {
      $0.history.file = path
      $0.history.contentType = "audio/flac"
    }
    let id = try #require(client.stream("Hello there.", format: "pcm").headers["history-item-id"])
    let file = client.get("/v1/history/\(id)/audio")
    #expect(file.body == bytes)
    #expect(file.headers["content-type"] == "audio/flac")
    #expect(file.headers["content-disposition"] == "attachment; filename=\"\(id).flac\"")
    #expect(file.headers["x-breeze-sample-rate"] == nil)
    burst { $0.history.file = "/nonexistent" }
    #expect(client.stream("Hello there.").status == 500)
  }

  @Test func historyMayDifferFromTheStream() throws {
    burst { $0.history.bitrateKilobitsPerSecond = 32 }
    let stream = client.stream("Hello there.")
    let id = try #require(stream.headers["history-item-id"])
    #expect(client.get("/v1/history/\(id)/audio").body.count == stream.body.count / 2)
    burst { $0.history.format = .wav }
    let other = try #require(client.stream("Hello there.").headers["history-item-id"])
    #expect(client.get("/v1/history/\(other)/audio").headers["content-type"] == "audio/wav")
  }

  @Test func failsAsOftenAsToldThenSucceeds() {
    burst { $0.failure = Failure(status: 429, code: "RATE_LIMITED", retryAfterSeconds: 2, times: 2) }
    for _ in 0..<2 {
      let failure = client.stream("a")
      #expect(failure.status == 429)
      #expect(failure.headers["retry-after"] == "2")
      #expect(failure.text.contains(#""code":"RATE_LIMITED""#))
    }
    #expect(client.stream("a").status == 200)
    #expect(client.get("/v1/voices").status == 200, "scenarios are for speech unless they say otherwise")
  }

  @Test func queuedScenariosServeOneRequestEach() {
    burst { _ in }
    simulator.enqueue([
      Scenario { $0.failure = Failure(status: 503, code: "A", times: 1) },
      Scenario {
        $0.on = .voices
        $0.failure = Failure(status: 504, code: "B")
      },
      Scenario { $0.failure = Failure(status: 402, code: "C") },
    ])
    let statuses = [0, 1, 2, 3].map { _ in client.stream("a").status }
    #expect(statuses == [503, 200, 402, 200])
    #expect(client.get("/v1/voices").status == 504)
    #expect(client.get("/v1/voices").status == 200)
  }

  @Test func redirects() {
    burst { $0.redirect = Redirect(to: "http://localhost:9/elsewhere", status: 308) }
    let response = client.stream("a")
    #expect(response.status == 308)
    #expect(response.headers["location"] == "http://localhost:9/elsewhere")
  }

  @Test(arguments: [
    (ReplyOverride.Body.html, "text/html; charset=utf-8"), (.json, "application/json"),
    (.text, "text/plain; charset=utf-8"), (.garbage, "application/octet-stream"),
  ])
  func sendsSomethingElse(body: ReplyOverride.Body, type: String) throws {
    burst { $0.reply.body = body }
    let honest = client.stream("a")
    #expect(honest.headers["content-type"] == type)
    #expect(honest.body != (try simulator.reference(text: "a", format: .mp3)))
    burst {
      $0.reply.body = body
      $0.reply.status = 502
      $0.reply.contentType = "audio/mpeg"
      $0.reply.omitHeaders = ["History-Item-ID"]
    }
    let liar = client.stream("a")
    #expect(liar.status == 502)
    #expect(liar.headers["content-type"] == "audio/mpeg")
    #expect(liar.headers["history-item-id"] == nil)
    #expect(liar.body == honest.body)
  }

  @Test func stopWakesEveryWait() async throws {
    burst { $0.hang = .afterHeaders }
    let response = client.stream("a", onFirstBytes: { simulator.stop() })
    #expect(response.status == 200)
    #expect(response.body.isEmpty && !response.isComplete)
    #expect(response.ending != .timedOut)
    try await eventually { simulator.log().first?.ending == .stopped }
  }

  @Test func noticesThatTheClientLeaves() async throws {
    burst { $0.hang = .afterHeaders }
    let body = #"{"text":"a"}"#
    let request =
      "POST /v1/text-to-speech/voc_xeh3w54cqvnp/stream HTTP/1.1\r\nHost: x\r\nxi-api-key: brz_test\r\n"
      + "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
    client.leaveAfterFirstBytes(of: Array(request.utf8))
    try await eventually { simulator.log().first?.ending == .clientDisconnected }
  }

  private func eventually(_ condition: () -> Bool) async throws {
    for _ in 0..<2000 where !condition() { try await Task.sleep(for: .milliseconds(5)) }
    #expect(condition())
  }
}
