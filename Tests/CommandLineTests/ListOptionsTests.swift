import Glibc
import Gust
import Testing

@testable import gust_cli

/// What `gust voices` and `-V` make of their arguments. The environment is one for all, hence one after the other.
@Suite(.serialized) struct ListOptionsTests {
  init() { unsafe unsetenv("GUST_LOG") }

  private func complaint(_ arguments: [String], _ syntax: CommandSyntax = .voices) -> String? {
    do throws(UsageError) {
      let parsed = try ParsedArguments(arguments, syntax)
      _ = try PlayerLog.Level(parsed)
      if syntax.name == "voices" { _ = try VoicesOptions(parsed) }
      return nil
    } catch {
      return error.message
    }
  }

  @Test func whatIsAskedFor() throws {
    let arguments = ["--search", "x y", "--category=cloned", "--type", "personal", "--language", "de", "--json"]
    let options = try VoicesOptions(try ParsedArguments(arguments, .voices))
    #expect(options.query == VoiceQuery(search: "x y", category: .cloned, ownership: .personal))
    #expect(options.languageCode == "de" && options.isJSON && options.service.logLevel == nil)
  }

  @Test func whatCannotBeAskedFor() {
    #expect(complaint(["--category", "clone"])?.contains("Did you mean cloned?") == true)
    #expect(complaint(["--type", "mine"])?.contains("all, default or personal") == true)
    #expect(complaint(["word"])?.contains("word") == true)
  }

  @Test(
    arguments: [
      ([], nil), (["-V"], .steps), (["-VV"], .details), (["-V", "--verbose"], .details), (["-VVV"], .details),
      (["--verbose"], .steps),
    ] as [([String], PlayerLog.Level?)])
  func howMuchIsTold(arguments: [String], level: PlayerLog.Level?) throws {
    #expect(try PlayerLog.Level(try ParsedArguments(arguments, .voices)) == level)
  }

  @Test func theEnvironmentSaysItToo() throws {
    defer { unsafe unsetenv("GUST_LOG") }
    for (text, level) in [("1", PlayerLog.Level.steps), ("2", .details), ("0", nil), ("", nil)] {
      unsafe setenv("GUST_LOG", text, 1)
      #expect(try PlayerLog.Level(try ParsedArguments([], .voices)) == level)
      #expect(try PlayerLog.Level(try ParsedArguments(["-V"], .voices)) == .steps)
    }
    unsafe setenv("GUST_LOG", "all", 1)
    #expect(complaint([])?.contains("GUST_LOG takes 0, 1 or 2") == true)
  }

  @Test func theLetterOfTheVoiceIsNotThatOfTheLog() throws {
    #expect(complaint(["-v"])?.contains("Did you mean -V?") == true)
    #expect(throws: UsageError.self) { try SayOptions(try ParsedArguments(["-v", "?"], .say)) }
    for arguments in [["-vv", "x"], ["-v", "-v", "x"]] {
      #expect {
        try SayOptions(try ParsedArguments(arguments, .say))
      } throws: { error in
        (error as? UsageError)?.message.contains("-V") == true
      }
    }
  }
}
