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

  @Test(arguments: ["--x", "-\u{E9}\u{301}"]) func whatIsLongIsNotRepeatedWhole(beginning: String) {
    let last = String(beginning.unicodeScalars.suffix(1))
    #expect {
      try ParsedArguments([beginning + String(repeating: last, count: 9999)], .say)
    } throws: {
      (($0 as? UsageError)?.message.unicodeScalars.count ?? 9999) < 150
    }
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
}
