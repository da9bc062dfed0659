import AudioTypes
import Foundation
import LatencyReporting
import Testing

@testable import Playback

/// The timeline for trace viewers.
@Suite struct LatencyTraceTests {
  private struct Event: Decodable {
    let name: String
    let ph: String
    let ts: Double
    let dur: Double?
    let pid: Int
    let tid: Int
    let s: String?
    let args: [String: String]?

    var end: Double { ts + (dur ?? 0) }
  }

  private struct Document: Decodable {
    let traceEvents: [Event]
    let otherData: [String: String]
  }

  private func trace(_ report: UtteranceReport) throws -> Document {
    try JSONDecoder().decode(Document.self, from: Data(LatencyTrace(report).json()))
  }

  @Test func everyEventIsOneThatViewersKnow() throws {
    let document = try trace(Sample.full)
    for event in document.traceEvents {
      switch event.ph {
      case "X": #expect((event.dur ?? -1) >= 0, "\(event)")
      case "i": #expect(event.s == "t", "\(event)")
      case "M": #expect(event.args?["name"] != nil, "\(event)")
      default: Issue.record("\(event)")
      }
    }
    #expect(document.otherData["outcome"] == "truncated" && document.otherData["error"] != nil)
  }

  @Test func everyTrackThatIsUsedHasAName() throws {
    let events = try trace(Sample.full).traceEvents
    let named = Set(events.filter { $0.name == "thread_name" }.map(\.tid))
    #expect(Set(events.filter { $0.ph != "M" }.map(\.tid)) == named && named.count == 3)
  }

  @Test func marksAreInstantsInMicroseconds() throws {
    let marks = try trace(Sample.full).traceEvents.filter { $0.ph == "i" }
    #expect(marks.count == TimelineMark.allCases.count)
    #expect(marks.first { $0.name == "firstAudible" }?.ts == 1_173_000)
  }

  @Test func slicesOfATrackFollowOrNestButNeverCross() throws {
    let slices = try trace(Sample.full).traceEvents.filter { $0.ph == "X" }
    #expect(slices.contains { $0.name == "stall" && $0.dur == 40_000 })
    #expect(slices.contains { $0.name == "sound lost: serverLost" && $0.dur == 350_000 })
    for (one, other) in slices.flatMap({ one in slices.map { (one, $0) } }) where one.tid == other.tid {
      let crosses = one.ts < other.ts && other.ts < one.end && one.end < other.end
      #expect(!crosses, "\(one) and \(other)")
    }
  }

  @Test func aFailureHasATraceToo() throws {
    var report = Sample.report([.command: 0])
    report.outcome = .failed(.shutDown)
    #expect(try trace(report).traceEvents.contains { $0.ph == "i" && $0.name == "command" })
    #expect(try trace(Sample.report([:])).traceEvents.allSatisfy { $0.ph == "M" })
  }
}
