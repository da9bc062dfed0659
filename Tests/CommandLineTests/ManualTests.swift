import Testing

@testable import gust_cli

/// The language of the manual pages.
@Suite struct ManualTests {
  @Test func whatMeansSomethingToRoffIsEscaped() {
    #expect(Roff.escaped("a-b") == "a\\-b")
    #expect(Roff.escaped(#"\fB"#) == "\\efB")
    #expect(Roff.escaped(".x") == "\\&.x")
    #expect(Roff.escaped("'x'") == "\\(aqx\\(aq")
    #expect(Roff.escaped("é…😀") == "\\[u00E9]\\[u2026]\\[u1F600]")
  }

  @Test(arguments: HelpTests.names) func aPageHasWhatPagesHave(name: String) throws {
    let syntax = try Command.named(name).syntax
    let page = ManualPage.of(syntax)
    var last = page.startIndex
    for heading in ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXIT STATUS", "ENVIRONMENT", "FILES"] {
      let found = try #require(page.firstRange(of: ".SH \"\(heading)\""), "\(heading)")
      #expect(found.lowerBound > last)
      last = found.lowerBound
    }
    #expect(page.contains(".SH \"EXAMPLES\"") == !syntax.examples.isEmpty)
    for option in syntax.options { #expect(page.contains(Roff.escaped("--\(option.name)"))) }
    #expect(page.allSatisfy { $0.isASCII })
  }
}
