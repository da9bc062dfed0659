import JSON
import SpeechAPI
import Testing

@Suite struct AuthorizedServiceTests {
  private func service(_ base: String = "https://api.breeze.blue") throws -> AuthorizedService {
    AuthorizedService(endpoint: try ServiceEndpoint(base), key: try makeKey())
  }

  private func voiceURL(_ voiceID: String) throws -> String {
    try service().streamRequest(for: SpeechRequest(text: "Hi", voiceID: voiceID)).url
  }

  @Test func buildsTheStreamRequestOfTheContract() throws {
    let request = try service().streamRequest(
      for: SpeechRequest(
        text: "I can’t believe you brought him here!",
        voiceID: "voc_xeh3w54cqvnp",
        modelID: "bluebell-v1-en",
        languageCode: "en",
        instructions: "Say it softly and emotionally.",
        guidanceScale: 4))
    #expect(request.method == .post)
    #expect(request.url == "https://api.breeze.blue/v1/text-to-speech/voc_xeh3w54cqvnp/stream?output_format=mp3")
    let expected: JSONValue = .object([
      "text": .string("I can’t believe you brought him here!"),
      "model_id": .string("bluebell-v1-en"),
      "language_code": .string("en"),
      "instructions": .string("Say it softly and emotionally."),
      "voice_settings": .object(["guidance_scale": .number(4)]),
    ])
    #expect(JSONValue(parsing: request.body) == expected)
  }

  @Test(arguments: StoredFormat.allCases) func buildsTheRequestForAJob(format: StoredFormat) throws {
    let speech = SpeechRequest(text: "Hi", voiceID: "voc_x", modelID: "m", format: .pcm)
    let request = try service().createJobRequest(for: speech, as: format)
    #expect(request.method == .post)
    #expect(
      request.url
        == "https://api.breeze.blue/v1/text-to-speech/voc_x?delivery=async&output_format=\(format.rawValue)")
    #expect(String(decoding: request.body, as: UTF8.self) == #"{"model_id":"m","text":"Hi"}"#)
    #expect(request.fields.contains { $0.name == "Accept" && $0.value == "application/json" })
    #expect(request.fields.filter(\.isSecret).map(\.name) == ["xi-api-key"])
    #expect(throws: SpeechRequestError.textEmpty) {
      try service().createJobRequest(for: SpeechRequest(text: "", voiceID: "v"), as: format)
    }
  }

  @Test func bodyHoldsOnlyWhatIsSet() throws {
    let request = try service().streamRequest(for: SpeechRequest(text: "a/b \"c\"\n", voiceID: "v", format: .pcm))
    #expect(String(decoding: request.body, as: UTF8.self) == #"{"text":"a/b \"c\"\n"}"#)
    #expect(request.url.hasSuffix("?output_format=pcm"))
  }

  @Test func bodyIsTheSameEachTime() throws {
    let request = SpeechRequest(text: "x", voiceID: "v", modelID: "m", languageCode: "en", instructions: "i")
    let bodies = try (0..<20).map { _ in try service().streamRequest(for: request).body }
    #expect(Set(bodies).count == 1)
    #expect(
      String(decoding: bodies[0], as: UTF8.self)
        == #"{"instructions":"i","language_code":"en","model_id":"m","text":"x"}"#)
  }

  @Test func headerFieldsMarkTheKeyAsSecret() throws {
    let fields = try service().streamRequest(for: SpeechRequest(text: "x", voiceID: "v")).fields
    let values = Dictionary(uniqueKeysWithValues: fields.map { ($0.name, $0.value) })
    #expect(values["xi-api-key"] == testKey)
    #expect(values["Content-Type"] == "application/json")
    #expect(values["Accept"]?.hasPrefix("audio/mpeg") == true)
    #expect(values["User-Agent"]?.hasPrefix("Gust/") == true)
    #expect(fields.filter(\.isSecret).map(\.name) == ["xi-api-key"])
  }

  @Test func printingARequestHidesTheKey() throws {
    let request = try service().streamRequest(for: SpeechRequest(text: "x", voiceID: "v"))
    var dumped = ""
    dump(request, to: &dumped)
    for text in ["\(request)", String(reflecting: request), dumped, "\(try service())"] {
      #expect(!text.contains(testKey))
    }
    #expect(dumped.contains("User-Agent"))
  }

  @Test(arguments: [
    ("voc_A-z.9~", "voc_A-z.9~"), ("a?b#c&d=e", "a%3Fb%23c%26d%3De"), ("ü", "%C3%BC"), ("🎙", "%F0%9F%8E%99"),
    ("100%", "100%25"), ("a b", "a%20b"), ("..x", "..x"), ("...", "..."), ("%2e%2e", "%252e%252e"),
  ])
  func voiceIDStaysOnePathSegment(voiceID: String, encoded: String) throws {
    #expect(
      try voiceURL(voiceID) == "https://api.breeze.blue/v1/text-to-speech/\(encoded)/stream?output_format=mp3")
  }

  @Test(
    arguments: [
      ("", .empty), (" \n", .empty), (".", .dotSegment), ("..", .dotSegment), ("../x", .forbiddenCharacter),
      ("a/b?c#d", .forbiddenCharacter), ("a\\b", .forbiddenCharacter), ("a\r\nHost: b", .forbiddenCharacter),
      ("a\0b", .forbiddenCharacter), ("\u{9B}31m", .forbiddenCharacter), (String(repeating: "é", count: 129), .tooLong),
    ] as [(String, SpeechRequestError.IdentifierFault)])
  func refusesVoiceIDsThatCouldLeaveTheirSegment(voiceID: String, fault: SpeechRequestError.IdentifierFault) {
    #expect(throws: SpeechRequestError.identifierUnusable(.voice, fault)) { try voiceURL(voiceID) }
  }

  @Test func buildsTheReadingRequests() throws {
    let service = try service("http://127.0.0.1:8080/proxy/")
    let audio = try service.historyAudioRequest(for: "hist_01haudio")
    #expect(audio.method == .get && audio.body.isEmpty)
    #expect(audio.url == "http://127.0.0.1:8080/proxy/v1/history/hist_01haudio/audio")
    let job = try service.generationJobRequest(for: "job_01hasync")
    #expect(job.url == "http://127.0.0.1:8080/proxy/v1/generation-jobs/job_01hasync")
    #expect(job.fields.contains { $0.name == "Accept" && $0.value == "application/json" })
    #expect(throws: SpeechRequestError.identifierUnusable(.historyItem, .dotSegment)) {
      try service.historyAudioRequest(for: "..")
    }
    #expect(throws: SpeechRequestError.identifierUnusable(.generationJob, .empty)) {
      try service.generationJobRequest(for: "")
    }
  }

  @Test func downloadsElsewhereGoWithoutTheKey() throws {
    let url = "https://cdn.example:444/a%20b.mp3?sig=x/y"
    let request = try service().keylessDownloadRequest(for: url)
    #expect(request.method == .get && request.url == url)
    #expect(request.fields.allSatisfy { !$0.isSecret && !$0.value.contains(testKey) })
    #expect(try service("http://localhost:1").keylessDownloadRequest(for: "http://127.0.0.1:2/x").url.hasSuffix("2/x"))
  }

  @Test(arguments: [
    "", "/relative", "http://cdn.example/x", "http://127.0.0.1/x", "https://localhost/x", "https://[::1]:8443",
    "https://u:p@cdn.example/x", "file:///etc/passwd", "https://cdn.example/a b", "https://cdn.example/\r\nX: y",
    "https://cdn.example\\@evil.example/", "https:///x", "https://ex\u{E4}mple/x",
  ])
  func otherDownloadAddressesAreRefused(url: String) {
    #expect(throws: SpeechRequestError.downloadURLUnusable) { try service().keylessDownloadRequest(for: url) }
  }
}
