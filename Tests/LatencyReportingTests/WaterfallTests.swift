import AudioTypes
import HTTPStreaming
import LatencyReporting
import Seaming
import Testing

@testable import Playback

/// A report as text for people.
@Suite struct WaterfallTests {
  private func lines(_ text: String) -> [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

  @Test func everyStepThatHappenedHasALineAndABarOnOneAxis() {
    let lines = lines(Waterfall(Sample.report()).text())
    let bars = lines.prefix { !$0.isEmpty }.dropFirst()
    #expect(bars.count == 5, "the warm connection has no steps: \(lines)")
    #expect(lines.allSatisfy { $0.count <= 80 })
    // From left to right: no bar begins before the one above it.
    let starts = bars.map { line in
      line.lastIndex(of: " ").map { line.distance(from: line.startIndex, to: $0) } ?? 0
    }
    #expect(starts == starts.sorted() && starts.first != starts.last, "\(starts)")
    #expect(lines.first?.hasSuffix("173.0 ms") == true)
    #expect(lines.first?.count == 80)
  }

  @Test func theStepsAddUp() {
    for marks in [Sample.warm, Sample.cold] {
      let bars = lines(Waterfall(Sample.report(marks)).text()).prefix { !$0.isEmpty }.dropFirst()
      let figures = bars.compactMap { line in
        line.split(separator: " ").first { $0.contains(".") }.flatMap { Double($0) }
      }
      #expect(figures.count == bars.count)
      #expect(abs(figures.reduce(0, +) - 173) < 0.5, "\(figures)")
    }
  }

  @Test func whatWasMeasuredIsThere() {
    let text = Waterfall(Sample.full).text()
    for part in [
      "150.5 ms", "170.5 ms", "171.0 ms", "20.5 ms", "1.5 s", "12,345 bytes", "24000 Hz, mono", "2.0×",
      "70.0 ms in all, longest 40.0 ms", "warm", "HTTP/2, 1 retry", "12.0 ms",
    ] { #expect(text.contains(part), "\(part) in \(text)") }
  }

  @Test(arguments: [
    (Seam.Basis.correlation, "by samples (correlation 0.97, lag -1.2 ms)"), (.identical, "by samples (identical)"),
    (.position, "by time alone: both do not sound alike"),
  ])
  func theSeamIsToldByWhatItRestsOn(basis: Seam.Basis, words: String) {
    var report = Sample.full
    report.recovery?.seam = Sample.seam(basis)
    let text = Waterfall(report).text(TextStyle(width: 200))
    #expect(text.contains("joined \(words)"), "\(text)")
  }

  @Test(arguments: [1, 40, 60, 80, 200])
  func noLineIsWiderThanTheTerminal(width: Int) {
    for report in [Sample.full, Sample.report(), Sample.report([:])] {
      let lines = lines(Waterfall(report).text(TextStyle(width: width)))
      #expect(lines.allSatisfy { $0.count <= max(width, 40) }, "\(lines)")
    }
  }

  @Test func asciiHasNothingElse() {
    let text = Waterfall(Sample.full).text(TextStyle(isUnicode: false))
    #expect(text.utf8.allSatisfy { $0 < 128 })
    #expect(text.contains("#") && text.contains("request sent -> first byte"))
  }

  @Test func colourChangesNothingElse() {
    let plain = Waterfall(Sample.full).text()
    let colored = Waterfall(Sample.full).text(TextStyle(isColored: true))
    #expect(!plain.contains("\u{1B}"))
    #expect(colored.contains("\u{1B}[32m"))
    #expect(colored.replacing(#/\u{1B}\[[0-9]+m/#, with: "") == plain)
  }

  @Test func whatWasNotReachedIsADash() {
    let text = Waterfall(Sample.report([.command: 0, .requestSent: 5])).text()
    #expect(text.contains("send request"))
    #expect(text.contains(#/TTFB +– /#))
    #expect(!text.contains("service answers"))
  }

  @Test func nothingMeasuredIsSaid() {
    #expect(Waterfall(Sample.report([:])).text(TextStyle(width: 1)).hasPrefix("Nothing was measured."))
    #expect(Waterfall(Sample.report([.command: 0, .dnsDone: 0])).text().hasPrefix("Nothing was measured."))
  }

  @Test func aMarkBeforeTheCommandDoesNotBreakIt() {
    var marks = Sample.warm
    marks[.command] = 160
    #expect(Waterfall(Sample.report(marks)).text().contains("█"))
  }

  @Test(arguments: [
    (Duration.milliseconds(1), "1.0 ms"), (.microseconds(49), "0.0 ms"), (.microseconds(-49), "0.0 ms"),
    (.microseconds(-50), "-0.1 ms"), (.microseconds(1250), "1.3 ms"), (.seconds(3600), "3600000.0 ms"),
  ])
  func milliseconds(duration: Duration, text: String) {
    #expect(duration.inMilliseconds == text)
  }
}
