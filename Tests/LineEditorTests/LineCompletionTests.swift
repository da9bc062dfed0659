import Testing

@testable import LineEditor

@Suite struct LineCompletionTests {
  private let words = ["/stop", "/voice", "/volume"]

  @Test func theOnlyOneIsWholeAndEndsInASpace() {
    #expect(LineCompletion(of: "/s", among: words) == LineCompletion(insertion: "top "))
    #expect(LineCompletion(of: "/stop", among: words) == LineCompletion(insertion: " "))
  }

  @Test func severalGoAsFarAsTheyAgree() {
    #expect(LineCompletion(of: "/v", among: words) == LineCompletion(insertion: "o"))
    #expect(LineCompletion(of: "/vo", among: words) == LineCompletion(choices: ["/voice", "/volume"]))
    #expect(LineCompletion(of: "/", among: words) == LineCompletion(choices: words))
  }

  @Test func noneDoesNothing() {
    #expect(LineCompletion(of: "/x", among: words) == LineCompletion())
  }
}
