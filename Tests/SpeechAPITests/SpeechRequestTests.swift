import SpeechAPI
import Testing

@Suite struct SpeechRequestTests {
  private func request(_ change: (inout SpeechRequest) -> Void) -> SpeechRequest {
    var request = SpeechRequest(text: "Hello.", voiceID: "voc_1")
    change(&request)
    return request
  }

  @Test func acceptsTheBoundsOfTheSchema() throws {
    try request { $0.text = "x" }.validate()
    try request { $0.modelID = "m" }.validate()
    try request { $0.modelID = String(repeating: "m", count: 120) }.validate()
    try request { $0.languageCode = String(repeating: "l", count: 16) }.validate()
    try request { $0.guidanceScale = 1 }.validate()
    try request { $0.guidanceScale = 10 }.validate()
    try request { $0.text = String(repeating: "a", count: SpeechRequest.maximumTextBytes) }.validate()
  }

  @Test(arguments: ["", " ", "\n\t \u{A0}\u{2003}"])
  func refusesTextWithoutWords(text: String) {
    #expect(throws: SpeechRequestError.textEmpty) { try request { $0.text = text }.validate() }
  }

  @Test func refusesWhatTheSchemaRefuses() {
    #expect(throws: SpeechRequestError.modelIDLength(0)) { try request { $0.modelID = "" }.validate() }
    #expect(throws: SpeechRequestError.modelIDLength(121)) {
      try request { $0.modelID = String(repeating: "m", count: 121) }.validate()
    }
    #expect(throws: SpeechRequestError.languageCodeTooLong(17)) {
      try request { $0.languageCode = String(repeating: "l", count: 17) }.validate()
    }
  }

  @Test func refusesTextBeyondTheBound() {
    let long = String(repeating: "é", count: SpeechRequest.maximumTextBytes / 2) + "!"
    let bytes = SpeechRequest.maximumTextBytes + 1
    #expect(throws: SpeechRequestError.textTooLong(bytes: bytes)) { try request { $0.text = long }.validate() }
    #expect(throws: SpeechRequestError.instructionsTooLong(bytes: bytes)) {
      try request { $0.instructions = long }.validate()
    }
  }

  /// "👩‍👩‍👧‍👦" is one character and seven code points.
  @Test func countsCodePointsAsJSONSchemaDoes() throws {
    try request { $0.languageCode = "👩‍👩‍👧‍👦👩‍👩‍👧‍👦12" }.validate()
    #expect(throws: SpeechRequestError.languageCodeTooLong(17)) {
      try request { $0.languageCode = "👩‍👩‍👧‍👦👩‍👩‍👧‍👦123" }.validate()
    }
  }

  @Test(arguments: [0.99, 10.01, -.infinity, .infinity, .nan, 0, -1])
  func refusesGuidanceOutOfRange(scale: Double) {
    #expect {
      try request { $0.guidanceScale = scale }.validate()
    } throws: { error in
      guard case .guidanceScaleOutOfRange = error as? SpeechRequestError else { return false }
      return true
    }
  }

  @Test func messagesSayWhatToDo() {
    #expect(
      SpeechRequestError.textEmpty.message
        == "The text is empty, or there is nothing in it that could be spoken; give at least one word.")
    #expect(
      SpeechRequestError.identifierUnusable(.voice, .empty).message
        == "The voice id is empty; copy it exactly as the service shows it.")
    #expect("\(SpeechRequestError.guidanceScaleOutOfRange(.nan))".contains("nan"))
  }
}
