import Gust
import Testing

@testable import gust_bench

@Suite struct RosterTests {
  private let roster = Roster.contenders(gust: "/bin/gust", sdk: .success(["python", "-c", ""]))

  @Test("A player that is not installed is named as missing, with what it lacks")
  func missing() throws {
    let absences = roster.map { ($0.name, $0.absence { $0 == "/bin/gust" || $0 == "curl" || $0 == "mpg123" }) }
    for (name, absence) in absences {
      #expect((absence == nil) == ["gust say", "mpg123"].contains(name), "\(name): \(absence ?? "there")")
    }
    let sdk = try #require(absences.first { $0.0 == Roster.sdkName }?.1)
    #expect(sdk == "missing: python3, mpv not installed")
  }

  @Test("An SDK that cannot be installed is missing too")
  func obstacle() throws {
    let roster = Roster.contenders(gust: "/bin/gust", sdk: .failure(BenchError("missing: no index")))
    let sdk = try #require(roster.last)
    #expect(sdk.absence { _ in true } == "missing: no index")
  }

  @Test("Missing rivals stand in the table, the JSON and the page")
  func reported() throws {
    var result = SceneResult(scene: .steady, players: [RivalResult(name: "mpv", kind: .standard)])
    result.players[0].absence = "missing: mpv not installed"
    var findings = RivalFindings()
    findings.scenes = [result]
    var report = Report(machine: .current())
    report.sections = findings.sections
    let row = try #require(report.sections[0].text.split(separator: "\n").first { $0.hasPrefix("mpv: start") })
    #expect(row.hasSuffix("– missing: mpv not installed"))
    #expect(try String(decoding: report.json(), as: UTF8.self).contains("missing: mpv not installed"))
    #expect(report.html.contains("missing: mpv not installed"))
  }

  @Test("Only players that can play raw samples are asked to")
  func formats() {
    #expect(roster.filter { $0.command(for: .pcm) == nil }.map(\.name) == ["mpg123"])
    #expect(roster.filter { $0.command(for: .mp3) == nil }.map(\.name) == ["pacat", "pacat 20 ms"])
  }
}
