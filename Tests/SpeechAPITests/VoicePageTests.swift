import JSON
import Testing

@testable import SpeechAPI

@Suite struct VoicePageTests {
  private func page(
    _ body: String, status: Int = 200, at place: VoicePage.Place? = nil, _ fields: [String: String] = [:]
  ) throws -> VoicePage {
    try VoicePage(head: head(status, fields), body: Array(body.utf8), at: place, redacting: try makeKey())
  }

  private func voice(_ fields: String) throws -> Voice? {
    try page(#"{"voices":[{"voice_id":"voc_1","name":"One",\#(fields)}]}"#).voices.first
  }

  @Test func everyFieldIsRead() throws {
    let page = try page(
      """
      {"voices":[{"voice_id":"voc_1","name":"Florence","language_code":"fr-FR","gender":"female","age":"young",
      "tone":["calm","warm"],"accent":"Paris","category":"premade","voice_type":"default","description":"Reads.",
      "preview_url":"https://example.com/a.mp3","created_at_unix":1760000000,"novelty":{"a":[1,null]}}],
      "has_more":false,"total":1,"page":1,"page_size":50,"next_page_token":null}
      """, ["x-breeze-api-key-id": "key_1"])
    let voice = try #require(page.voices.first)
    #expect(page.voices.count == 1 && page.next == nil && page.apiKeyID == "key_1")
    #expect(voice.id == "voc_1" && voice.name == "Florence" && voice.languageCode == "fr-FR")
    #expect(voice.gender == "female" && voice.age == "young" && voice.tones == ["calm", "warm"])
    #expect(voice.accent == "Paris" && voice.category == "premade" && voice.type == "default")
    #expect(voice.description == "Reads." && voice.previewURL == "https://example.com/a.mp3")
    #expect(voice.fields["novelty"] == .object(["a": .array([.number(1), .null])]))
    #expect(voice.fields["created_at_unix"] == .number(1_760_000_000))
  }

  @Test func onlyTheIDMustBeThere() throws {
    let page = try page(
      #"{"voices":[{"voice_id":"voc_1"},{"name":"nobody"},7,null,{"voice_id":""},{"voice_id":"a b"}]}"#)
    let voice = try #require(page.voices.first)
    #expect(page.voices.count == 1 && voice.name == "voc_1")
    #expect(voice.languageCode == nil && voice.tones.isEmpty && voice.description == nil)
  }

  @Test(arguments: [
    #""tone":"calm""#, #""tone":["calm",7,null,{}]"#,
  ]) func aToneMayBeOneWord(fields: String) throws {
    #expect(try voice(fields)?.tones == ["calm"])
  }

  @Test(arguments: [#""name":7,"gender":[],"age":null,"accent":{},"tone":3,"description":false"#])
  func fieldsOfAnotherTypeAreMissing(fields: String) throws {
    let voice = try #require(try voice(fields))
    #expect(voice.gender == nil && voice.age == nil && voice.accent == nil && voice.tones.isEmpty)
    #expect(voice.description == nil && voice.name == "voc_1")
  }

  @Test func whatItSaysCannotSteerATerminalNorShowTheKey() throws {
    let hostile = #"\u001b]0;x\u0007\u009b2J \#(testKey) \u202e"#
    let voice = try #require(try voice(#""gender":"\#(hostile)","x\u001b":"\#(hostile)","tone":["\#(hostile)"]"#))
    for text in [voice.gender ?? "", voice.tones.first ?? "", voice.fields["x"]?.string ?? ""] {
      #expect(text.isTerminalSafe && text.contains("•••") && !text.contains(testKey), "\(text)")
    }
    #expect(try page(#"{"voices":[{"voice_id":"\#(testKey)"}]}"#).voices.isEmpty)
  }

  @Test(arguments: ["", "7", "{}", "<html>", #"{"voices":{}}"#, #"{"voices":null}"#, #"{"voices":["#])
  func whatIsNoListIsAnError(body: String) throws {
    #expect(throws: SpeechServiceError.self) { try page(body) }
  }

  @Test func anErrorIsExplained() throws {
    #expect {
      try page(#"{"code":"AUTH_REQUIRED","detail":"no"}"#, status: 401)
    } throws: { error in
      (error as? SpeechServiceError)?.kind == .authentication
    }
  }

  @Test(
    arguments: [
      (#""has_more":true,"next_page_token":"t""#, nil, .token("t")), (#""next_page_token":"t""#, nil, .token("t")),
      (#""has_more":false,"next_page_token":"t""#, nil, nil), (#""has_more":true,"page":4"#, nil, .page(5)),
      (#""has_more":true"#, nil, .page(2)), (#""has_more":true"#, .page(7), .page(8)),
      (#""has_more":true"#, .token("t"), nil), (#""has_more":true,"page":-1e300"#, .page(2), .page(3)),
      (#""has_more":"yes","next_page_token":7"#, nil, nil), (#""has_more":null,"page":1"#, nil, nil),
      (#""has_more":true,"next_page_token":"""#, nil, .page(2)),
    ] as [(String, VoicePage.Place?, VoicePage.Place?)])
  func whereTheListGoesOn(fields: String, place: VoicePage.Place?, next: VoicePage.Place?) throws {
    #expect(try page(#"{"voices":[],\#(fields)}"#, at: place).next == next)
  }
}

@Suite struct VoiceListTests {
  private func page(_ ids: [String], token: String? = nil) throws -> VoicePage {
    let voices = ids.map { #"{"voice_id":"\#($0)"}"# }.joined(separator: ",")
    let next = token.map { #","next_page_token":"\#($0)""# } ?? ""
    return try VoicePage(
      head: head(200), body: Array(#"{"voices":[\#(voices)]\#(next)}"#.utf8), redacting: try makeKey())
  }

  @Test func pagesAreJoinedAndEachVoiceIsThereOnce() throws {
    var list = VoiceList()
    #expect(list.add(try page(["a", "b"], token: "1")) && list.next == .token("1") && !list.isComplete)
    #expect(!list.add(try page(["b", "c"])) && list.next == nil && list.isComplete)
    #expect(list.voices.map(\.id) == ["a", "b", "c"])
  }

  @Test func aCircleEnds() throws {
    var list = VoiceList()
    #expect(list.add(try page(["a"], token: "1")))
    #expect(!list.add(try page(["b"], token: "1")) && !list.isComplete)
    var idle = VoiceList()
    #expect(!idle.add(try page([], token: "1")) && !idle.isComplete)
    var same = VoiceList()
    #expect(same.add(try page(["a"], token: "1")))
    #expect(!same.add(try page(["a"], token: "2")) && !same.isComplete)
  }

  @Test func theNumberOfVoicesIsBounded() throws {
    var list = VoiceList()
    var number = 0
    while list.add(try page((0..<999).map { "v\(number)_\($0)" }, token: "\(number)")) {
      number += 1
      try #require(number < 100)
    }
    #expect(list.voices.count == VoiceList.maximumCount && !list.isComplete)
  }
}

@Suite struct VoiceQueryTests {
  private func url(_ query: VoiceQuery, at place: VoicePage.Place? = nil) throws -> String {
    let wire = try AuthorizedService(key: try makeKey()).voicesRequest(for: query, at: place)
    #expect(wire.method == .get && wire.body.isEmpty && wire.fields.first?.isSecret == true)
    return wire.url
  }

  @Test func onlyWhatWasAskedForIsSent() throws {
    #expect(try url(VoiceQuery()) == "https://api.breeze.blue/v1/voices?page_size=100")
    let query = VoiceQuery(search: "a", category: .cloned, ownership: .default, pageSize: 7)
    #expect(
      try url(query, at: .page(3))
        == "https://api.breeze.blue/v1/voices?page_size=7&search=a&category=cloned&voice_type=default&page=3")
    #expect(try url(VoiceQuery(pageSize: 0)).hasSuffix("page_size=1"))
    #expect(try url(VoiceQuery(pageSize: .max)).hasSuffix("page_size=100"))
  }

  @Test func wordsAndTokensCannotBecomeAnythingElse() throws {
    #expect(try url(VoiceQuery(search: "a&b=c#é\n/")).hasSuffix("&search=a%26b%3Dc%23%C3%A9%0A%2F"))
    #expect(
      try url(VoiceQuery(), at: .token("x&page=9 \r\nHost: y")).hasSuffix(
        "&next_page_token=x%26page%3D9%20%0D%0AHost%3A%20y"))
    #expect(throws: SpeechRequestError.searchTooLong(bytes: 1025)) {
      try url(VoiceQuery(search: String(repeating: "x", count: 1025)))
    }
  }

  @Test(
    arguments: [
      ("en", "en", true), ("en-GB", "en", true), ("en", "en-gb", true), ("en_GB", "EN-gb", true),
      ("en-US", "en-GB", false),
      ("eng", "en", false), (nil, "en", false), ("", "en", false), ("en", "", false), ("zh-Hant-TW", "zh-hant", true),
    ] as [(String?, String, Bool)])
  func languages(own: String?, wanted: String, speaks: Bool) throws {
    let field = own.map { #","language_code":"\#($0)""# } ?? ""
    let page = try VoicePage(
      head: head(200), body: Array(#"{"voices":[{"voice_id":"v"\#(field)}]}"#.utf8), redacting: try makeKey())
    #expect(page.voices.first?.speaks(wanted) == speaks)
  }
}
