import SpeechAPI
import Testing

@Suite struct APIKeyTests {
  @Test(
    arguments: [
      ("", .empty), (" key", .containsSpace), ("a b", .containsSpace), ("key\n", .containsControlCharacter),
      ("a\r\nHost: evil", .containsControlCharacter), ("a\0", .containsControlCharacter),
      ("a\u{1B}[0m", .containsControlCharacter), ("a\u{7F}", .containsControlCharacter), ("“key”", .notASCII),
      ("kéy", .notASCII), (String(repeating: "k", count: 1025), .tooLong),
    ] as [(String, APIKeyError)])
  func refusesWhatIsNotOneHeaderValue(text: String, error: APIKeyError) {
    #expect(throws: error) { try APIKey(text) }
  }

  @Test func aKeyFileMayEndInANewline() throws {
    #expect(try APIKey(contentsOfFile: "\(testKey)\r\n").headerValue == testKey)
    #expect(try APIKey(contentsOfFile: "\t \(testKey) \n\n").headerValue == testKey)
    #expect(throws: APIKeyError.empty) { try APIKey(contentsOfFile: " \n") }
    #expect(throws: APIKeyError.containsControlCharacter) { try APIKey(contentsOfFile: "one\ntwo\n") }
  }

  @Test func neverShowsItself() throws {
    struct Holder { let key: APIKey }
    let key = try makeKey()
    var dumped = ""
    dump(Holder(key: key), to: &dumped)
    for text in ["\(key)", String(reflecting: key), String(describing: Holder(key: key)), dumped, "\([key])"] {
      #expect(!text.contains(testKey))
    }
  }
}
