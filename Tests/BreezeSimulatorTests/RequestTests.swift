import BreezeSimulator
import Testing

@Suite struct RequestTests {
  let simulator: BreezeSimulator
  let client: RawClient

  init() throws {
    simulator = try BreezeSimulator()
    simulator.setScenario(.burst)
    client = RawClient(port: simulator.port)
  }

  @Test(arguments: [nil, "brz_wrong", ""]) func refusesWrongKeys(key: String?) {
    let response = RawClient(port: simulator.port, key: key).stream("Hello.")
    #expect(response.status == 401)
    #expect(response.text.contains(#""code":"AUTH_REQUIRED""#))
    #expect(response.headers["x-breeze-api-key-id"] == nil)
  }

  @Test func logsWhetherTheKeyFitsAndNeverTheKey() {
    _ = client.get("/v1/voices")
    _ = RawClient(port: simulator.port, key: "brz_wrong").get("/v1/voices")
    let log = simulator.log()
    #expect(log.map { $0.header("xi-api-key") } == ["accepted", "rejected"])
    #expect(log.map(\.status) == [200, 401])
  }

  @Test(arguments: [
    ("{", 400, "BAD_REQUEST"),
    ("[]", 422, "VALIDATION_ERROR"),
    ("{}", 422, "VALIDATION_ERROR"),
    (#"{"text":""}"#, 422, "VALIDATION_ERROR"),
    (#"{"text":7}"#, 422, "VALIDATION_ERROR"),
    (#"{"text":null}"#, 422, "VALIDATION_ERROR"),
    (#"{"text":"a","speed":1}"#, 422, "VALIDATION_ERROR"),
    (#"{"text":"a","model_id":""}"#, 422, "VALIDATION_ERROR"),
    (#"{"text":"a","language_code":"en-US-somewhere-1"}"#, 422, "VALIDATION_ERROR"),
    (#"{"text":"a","instructions":3}"#, 422, "VALIDATION_ERROR"),
    (#"{"text":"a","voice_settings":[]}"#, 422, "VALIDATION_ERROR"),
    (#"{"text":"a","voice_settings":{"guidance_scale":0.9}}"#, 422, "VALIDATION_ERROR"),
    (#"{"text":"a","voice_settings":{"guidance_scale":"4"}}"#, 422, "VALIDATION_ERROR"),
    (#"{"text":"a","voice_settings":{"speed":2.1}}"#, 422, "VALIDATION_ERROR"),
    (#"{"text":"a","voice_settings":{"volume":0}}"#, 422, "VALIDATION_ERROR"),
    (#"{"text":"a","voice_settings":{"use_speaker_boost":1}}"#, 422, "VALIDATION_ERROR"),
    (#"{"text":"a","voice_settings":{"pitch":1}}"#, 422, "VALIDATION_ERROR"),
  ])
  func refusesBadBodies(body: String, status: Int, code: String) {
    let response = client.post("/v1/text-to-speech/voc_xeh3w54cqvnp/stream", body)
    #expect(response.status == status)
    #expect(response.text.contains(#""code":"\#(code)""#))
    #expect(response.text.contains(#""ok":false"#))
    #expect(response.text.contains(#""loc":["body""#) == (status == 422))
    #expect(response.headers["x-breeze-api-key-id"] != nil)
  }

  @Test func refusesTextsThatAreTooLong() {
    #expect(client.stream(String(repeating: "a", count: 10_001)).status == 422)
    #expect(client.stream(String(repeating: "a", count: 300_000)).status == 413)
  }

  @Test(arguments: [
    #"{"text":"a"}"#,
    #"{"text":"a","model_id":null,"language_code":null,"instructions":null,"voice_settings":null}"#,
    #"{"text":"a","model_id":"bluebell-v1-en","language_code":"en","instructions":"softly","#
      + #""voice_settings":{"guidance_scale":4.0,"speed":1.5,"volume":0.5,"use_speaker_boost":true}}"#,
  ])
  func acceptsWhatTheSchemaAllows(body: String) {
    let response = client.post("/v1/text-to-speech/voc_xeh3w54cqvnp/stream", body)
    #expect(response.status == 200)
    #expect(response.isComplete)
  }

  @Test func refusesWrongTypesFormatsPathsAndMethods() {
    let path = "/v1/text-to-speech/voc_xeh3w54cqvnp"
    let body = #"{"text":"a"}"#
    #expect(client.post("\(path)/stream", body, type: "text/plain").status == 422)
    #expect(client.post("\(path)/stream", body, type: nil).status == 422)
    #expect(client.post("\(path)/stream", body, type: "application/json; charset=utf-8").status == 200)
    #expect(client.post("\(path)/stream?output_format=wav", body).status == 422)
    #expect(client.post("\(path)?output_format=flac", body).status == 422)
    #expect(client.post("\(path)?delivery=later", body).status == 422)
    #expect(client.get("\(path)/stream").status == 405)
    #expect(client.get("/v2/voices").status == 404)
    let unknown = client.post("/v1/text-to-speech/voc_nobody/stream", body)
    #expect(unknown.status == 404)
    #expect(unknown.text.contains("RESOURCE_NOT_FOUND"))
  }

  @Test func pagesThroughVoices() {
    let first = client.get("/v1/voices?page_size=4")
    #expect(first.text.contains(#""has_more":true"#))
    #expect(first.text.contains(#""next_page_token":"page_2""#))
    #expect(first.text.contains(#""voice_id":"voc_xeh3w54cqvnp""#))
    let second = client.get("/v1/voices?page_size=4&next_page_token=page_2")
    #expect(second.text.contains(#""has_more":false"#))
    #expect(second.text.contains(#""total":6"#))
    #expect(!second.text.contains("voc_xeh3w54cqvnp"))
    #expect(client.get("/v1/voices?page=9").text.contains(#""voices":[]"#))
  }

  @Test func filtersAndSortsVoices() throws {
    #expect(client.get("/v1/voices?category=cloned").text.contains(#""total":1"#))
    #expect(client.get("/v1/voices?voice_type=personal").text.contains("voc_c2w7x1y4z9ab"))
    #expect(client.get("/v1/voices?search=DOROTHEA").text.contains(#""total":1"#))
    #expect(client.get("/v1/voices?gender=female&gender=neutral").text.contains(#""total":3"#))
    let byName = client.get("/v1/voices?sort=name&sort_direction=asc").text
    let albion = try #require(byName.firstRange(of: "Albion"))
    let own = try #require(byName.firstRange(of: "My own voice"))
    #expect(albion.lowerBound < own.lowerBound)
    for bad in ["page=0", "page_size=101", "page=x", "sort=size", "category=all", "next_page_token=7"] {
      #expect(client.get("/v1/voices?\(bad)").status == 422, "\(bad)")
    }
    #expect(client.get("/v1/voices/voc_xeh3w54cqvnp").status == 200)
    #expect(client.get("/v1/voices/voc_nobody").status == 404)
  }
}
