import Testing

@testable import gust_cli

/// Taking a command line apart.
@Suite struct ParsedArgumentsTests {
  private func parse(_ arguments: String...) throws -> ParsedArguments { try ParsedArguments(arguments, .say) }

  @Test func valuesMayStandApartOrAttached() throws {
    for arguments in [["--voice", "v"], ["--voice=v"], ["-v", "v"], ["-vv"]] {
      #expect(try ParsedArguments(arguments, .say).values == ["voice": "v"])
    }
    #expect(try parse("--voice=a=b").values == ["voice": "a=b"])
    #expect(try parse("--voice=").values == ["voice": ""])
    #expect(try parse("-v", "-q").values == ["voice": "-q"])
  }

  @Test func lettersMayStandTogether() throws {
    let parsed = try parse("-qvX", "hello", "-h")
    #expect(parsed.switches == ["quiet", "help"])
    #expect(parsed.values == ["voice": "X"] && parsed.operands == ["hello"])
  }

  @Test func twoDashesEndTheOptionsAndOneDashIsAnOperand() throws {
    let parsed = try parse("a", "--", "-5", "--voice", "--")
    #expect(parsed.operands == ["a", "-5", "--voice", "--"] && parsed.values == [:])
    #expect(try parse("-").operands == ["-"])
  }

  @Test func aFileIsNamedOnce() {
    #expect(throws: UsageError.self) { try ParsedArguments(["-o", "a.mp3", "--output", "b.mp3"], .say) }
    #expect(throws: UsageError.self) { try ParsedArguments(["-f", "a", "-f", "a"], .say) }
  }

  @Test func theLastOneCounts() throws {
    #expect(try parse("-v", "a", "--voice", "b").values == ["voice": "b"])
  }

  @Test(arguments: [
    (["--nothing"], "--nothing"), (["-x"], "-x"), (["-5"], "lone --"), (["--voice"], "needs a value"),
    (["-v"], "needs a value"), (["--tee=yes"], "takes no value"), (["-qx"], "-x"), (["--=a"], "--."),
  ])
  func whatCannotBeFollowedIsSaid(arguments: [String], part: String) {
    #expect {
      try ParsedArguments(arguments, .say)
    } throws: {
      ($0 as? UsageError)?.message.contains(part) == true
    }
  }

  @Test(arguments: ["say", "play", "save", "job"]) func helpNamesEveryOptionOnceAndFitsATerminal(name: String) throws {
    let syntax = try #require([CommandSyntax.say, .play, .save, .job].first { $0.name == name })
    let help = syntax.help
    let lines = help.split(separator: "\n")
    for option in syntax.options {
      #expect(lines.count { $0.contains("--\(option.name) ") } >= 1, "\(option.name)")
    }
    #expect(help.hasPrefix(syntax.summary) && help.contains("--help") && help.contains("Exit status"))
    for line in lines { #expect(line.count <= 120, "\(line)") }
    let letters = syntax.options.compactMap(\.letter)
    #expect(Set(letters).count == letters.count && !letters.contains("h"))
  }
}
