import AudioTypes
import HTTPStreaming
import LatencyReporting
import Testing

@testable import Playback

/// A report as text for people and as JSON for programs.
@Suite struct WaterfallTests {
  private func report(_ milliseconds: [TimelineMark: Double]) -> UtteranceReport {
    let timeline = LatencyTimeline()
    for (mark, value) in milliseconds {
      timeline.set(mark, MonotonicInstant(nanoseconds: 1_000_000_000 + UInt64(value * 1e6)))
    }
    var report = UtteranceReport(outcome: .finished, marks: timeline.snapshot)
    report.format = .speech
    report.framesHeard = FrameCount(36_000)
    report.bytesReceived = ByteCount(12_345)
    report.httpVersion = .http2
    return report
  }

  private static let whole: [TimelineMark: Double] = [
    .command: 0, .requestSent: 2, .responseHeaders: 150, .firstByte: 152.5, .firstAudioDecoded: 153,
    .firstAudibleDecoded: 172.5, .firstWrite: 172.75, .firstAudible: 173, .lastByte: 900, .lastAudible: 1700,
  ]

  @Test func everyStepThatHappenedHasALineAndABarOnOneAxis() {
    let text = Waterfall(report(Self.whole)).text()
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let bars = lines.prefix { !$0.isEmpty }
    #expect(bars.count == 5, "the warm connection has no steps: \(text)")
    #expect(bars.allSatisfy { $0.contains("█") })
    #expect(lines.allSatisfy { $0.count <= 78 })
    // From left to right: no bar begins before the one above it.
    let starts = bars.map { $0.distance(from: $0.startIndex, to: $0.firstIndex(of: "█") ?? $0.endIndex) }
    #expect(starts == starts.sorted())
    for part in ["150.5 ms", "170.5 ms", "171.0 ms", "20.5 ms", "1.5 s", "12345 bytes", "24000 Hz, mono", "new"] {
      #expect(text.contains(part), "\(part) in \(text)")
    }
  }

  @Test func whatWasNotReachedIsADash() {
    let text = Waterfall(report([.command: 0, .requestSent: 5])).text()
    #expect(text.contains("until request is sent"))
    #expect(text.contains("TTFB (request sent → first byte)           –"))
    #expect(!text.contains("service: first byte"))
  }

  @Test func nothingMeasuredIsSaid() {
    #expect(Waterfall(report([:])).text(width: 1).hasPrefix("Nothing was measured."))
    #expect(Waterfall(report([.command: 0, .dnsDone: 0])).text().hasPrefix("Nothing was measured."))
  }

  @Test func aMarkBeforeTheCommandDoesNotBreakIt() {
    var marks = Self.whole
    marks[.command] = 160
    #expect(Waterfall(report(marks)).text().contains("█"))
  }

  @Test func stallsAndRetriesAreShown() {
    var report = report(Self.whole)
    report.stallCount = 2
    report.stalledTime = .milliseconds(70)
    report.retries = [RetryNotice(reason: .network(.connectTimeout), delay: .seconds(1), number: 1)]
    report.isConnectionReused = true
    let text = Waterfall(report).text()
    for part in ["2, 70.0 ms in all", "warm", "1 retries"] { #expect(text.contains(part), "\(part)") }
  }

  @Test(arguments: [
    (Duration.milliseconds(1), "1.0 ms"), (.microseconds(49), "0.0 ms"), (.microseconds(-49), "0.0 ms"),
    (.microseconds(-50), "-0.1 ms"), (.microseconds(1250), "1.3 ms"), (.seconds(3600), "3600000.0 ms"),
  ])
  func milliseconds(duration: Duration, text: String) {
    #expect(duration.inMilliseconds == text)
  }

  @Test func theSameAsJSON() {
    let json = String(decoding: LatencyReport(report(Self.whole)).json(), as: UTF8.self)
    for part in [
      "\"schema\": \"gust-latency-report\"", "\"outcome\": \"finished\"", "\"first_audible\": 173000000",
      "\"ttfb\": 150.5", "\"bytes\": 12345", "\"sample_rate\": 24000",
    ] { #expect(json.contains(part), "\(part) in \(json)") }
    #expect(!json.contains("dns_done"))
    let trace = String(decoding: LatencyTrace(report(Self.whole)).json(), as: UTF8.self)
    #expect(trace.contains("\"ph\":\"X\"") && trace.contains("\"name\":\"firstAudible\""))
  }
}
