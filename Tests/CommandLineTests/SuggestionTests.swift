import Testing

@testable import gust_cli

/// What is taken for a slip of the fingers.
@Suite struct SuggestionTests {
  @Test(arguments: [
    ("sya", "say"), ("SAY", "say"), ("sayy", "say"), ("plya", "play"), ("sav", "save"), ("he", "help"),
    ("hepl", "help"),
  ])
  func commands(word: String, meant: String) {
    #expect(suggestion(for: word, among: ["say", "play", "save", "job", "help"]) == meant)
  }

  @Test(arguments: ["Hello", "", "s", "speak", "xyz", String(repeating: "say", count: 100)])
  func whatIsFarFromAll(word: String) {
    #expect(suggestion(for: word, among: ["say", "play", "save", "job", "help"]) == nil)
  }

  @Test func twoLettersOfALongWord() {
    let options = ["instructions", "latency-report", "language"]
    #expect(suggestion(for: "instrutcion", among: options) == "instructions")
    #expect(suggestion(for: "latencyreport", among: options) == "latency-report")
    #expect(suggestion(for: "la", among: options) == nil)
  }

  private func complaint(_ arguments: String...) -> String? {
    do throws(UsageError) {
      _ = try ParsedArguments(arguments, .say)
      return nil
    } catch {
      return error.message
    }
  }

  @Test func optionsAndChoices() {
    #expect(complaint("--voise", "x")?.hasSuffix("Did you mean --voice?") == true)
    #expect(complaint("--hepl")?.hasSuffix("Did you mean --help?") == true)
    #expect(complaint("-timings")?.hasSuffix("Did you mean --timings?") == true)
    #expect(complaint("--form", "x")?.hasSuffix("Did you mean --format?") == true)
    #expect(complaint("--format", "mp4")?.hasSuffix("Did you mean mp3?") == true)
    #expect(complaint("--format", "vorbis")?.contains("Did you mean") == false)
    #expect(complaint("--", "--voise") == nil)
  }

  @Test func aCommandOrElseAText() {
    func complaint(_ name: String) -> String? {
      do throws(UsageError) {
        _ = try Command.named(name)
        return nil
      } catch {
        return error.message
      }
    }
    #expect(complaint("sya")?.contains("Did you mean say?") == true)
    #expect(complaint("Hello there")?.contains("gust say \"Hello there\"") == true)
    #expect((complaint(String(repeating: "x", count: 9999))?.count ?? 9999) < 250)
  }
}
