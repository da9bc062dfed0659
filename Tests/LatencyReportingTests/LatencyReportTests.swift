import AudioTypes
import Foundation
import HTTPStreaming
import JSON
import LatencyReporting
import Testing

@testable import Narration
@testable import Playback

/// The JSON for programs, against the document that describes it: neither may hold a field that the other does not.
@Suite struct LatencyReportTests {
  private func fields(of report: UtteranceReport) throws -> [String: FieldType] {
    let data = Data(LatencyReport(report).json())
    return try FieldType.flatten(try JSONSerialization.jsonObject(with: data))
  }

  /// The reports of its utterances count as one field each.
  private func fields(of report: NarrationLatencyReport) throws -> [String: FieldType] {
    let root = try JSONSerialization.jsonObject(with: Data(report.json()))
    let members = try #require(root as? [String: Any])
    let utterances = ["first", "last"]
    var fields = try FieldType.flatten(members.filter { !utterances.contains($0.key) })
    for name in utterances where members[name] is [String: Any] { fields[name] = .object }
    return fields
  }

  private func expectSame(_ fields: [String: FieldType], _ document: ReportDocument) {
    let documented = document.types
    #expect(Set(fields.keys).symmetricDifference(documented.keys).sorted() == [])
    for (field, type) in fields {
      #expect(
        documented[field].map(type.suits) == true, "\(field) is \(type), documented as \(documented[field] ?? .other)")
    }
  }

  @Test func aFullReportHasEveryFieldOfTheDocumentAndNoOther() throws {
    try expectSame(fields(of: Sample.full), ReportDocument())
  }

  @Test func soHasThatOfATextOfManyUtterances() throws {
    let report = NarrationLatencyReport(Sample.fullNarration)
    try expectSame(fields(of: report), ReportDocument(of: "gust-narration-report"))
    let utterance = LatencyReport(Sample.full).value
    #expect(report.value["first"] == utterance && report.value["last"] == utterance)
  }

  @Test func theLeastReportHasWhatIsAlwaysThereAndNoMore() throws {
    var report = Sample.report([.command: 0])
    report.outcome = .failed(.shutDown)
    let fields = try fields(of: report)
    #expect(Set(fields.keys).symmetricDifference(try ReportDocument().alwaysPresent + ["error"]).sorted() == [])
  }

  @Test func soHasTheLeastOfATextOfManyUtterances() throws {
    let always = try ReportDocument(of: "gust-narration-report").alwaysPresent
    let fields = try fields(of: NarrationLatencyReport(NarrationReport()))
    #expect(Set(fields.keys).symmetricDifference(always).sorted() == [])
  }

  @Test func aTextThatWasAbandonedIsIncompleteAndSaysWhy() throws {
    let report = NarrationLatencyReport(NarrationReport(), abandonedBecause: "The model is gone.")
    #expect(report.value["outcome"]?.string == "incomplete")
    #expect(report.value["error"]?.string?.contains("The model is gone.") == true)
  }

  @Test func everyMarkIsDocumented() throws {
    let marks = try ReportDocument().types.keys.filter { $0.hasPrefix("marks_ns.") }
    #expect(marks.count == TimelineMark.allCases.count)
  }

  @Test func figures() {
    let json = String(decoding: LatencyReport(Sample.full).json(), as: UTF8.self)
    for part in [
      "\"schema\": \"gust-latency-report\"", "\"version\": 1", "\"outcome\": \"truncated\"",
      "\"first_audible\": 173000000", "\"ttfb\": 150.5", "\"bytes\": 12345", "\"sample_rate\": 24000",
      "\"start_ns\": 500000000", "\"cause\": \"server_lost\"", "\"duration_ms\": 350", "\"stop\": 12",
      "\"target_length_ms\": 200", "\"arrival_rate\": 2.04",
      "\"command_monotonic_ns\": 1000000000", "\"basis\": \"correlation\"", "\"lag_ms\": -1.2",
    ] { #expect(json.contains(part), "\(part) in \(json)") }
    #expect(json.hasSuffix("}\n"))
  }
}

/// The part of `LatencyReport.md` about one kind of report, as its tables say.
private struct ReportDocument {
  private(set) var types: [String: FieldType] = [:]
  private(set) var alwaysPresent: [String] = []

  init(of schema: String = "gust-latency-report") throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Sources/LatencyReporting/LatencyReporting.docc/LatencyReport.md")
    let parts = try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n## ")
    let part = parts.first { $0.contains("| always | `\(schema)` |") }
    for line in try #require(part).split(separator: "\n") {
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      guard cells.count == 4, cells[0].hasPrefix("`") else { continue }
      let field = cells[0].trimmingCharacters(in: CharacterSet(charactersIn: "`"))
      types[field] = FieldType(rawValue: cells[1])
      #expect(types[field] != nil, "\(field): \(cells[1])")
      if cells[2] == "always" { alwaysPresent.append(field) }
    }
  }
}

/// The type of a field in JSON.
private enum FieldType: String {
  case string, integer, number, boolean, object, other

  /// Whether a value of this type is right where `documented` is asked for: a number may happen to be whole.
  func suits(_ documented: FieldType) -> Bool { self == documented || self == .integer && documented == .number }

  /// The fields of a JSON value, named from its root; those of an array's elements share one name.
  static func flatten(_ value: Any, _ name: String = "") throws -> [String: FieldType] {
    switch value {
    case let object as [String: Any]:
      return try object.reduce(into: [:]) { fields, member in
        let path = name.isEmpty ? member.key : "\(name).\(member.key)"
        fields.merge(try flatten(member.value, path)) { $1 }
      }
    case let array as [Any]:
      return try array.reduce(into: [:]) { $0.merge(try flatten($1, name + "[]")) { $1 } }
    case let number as NSNumber:
      return [name: type(of: number)]
    case is String:
      return [name: .string]
    default:
      return [name: .other]
    }
  }

  private static func type(of number: NSNumber) -> FieldType {
    if unsafe String(cString: number.objCType) == "c" { return .boolean }
    return number.doubleValue == number.doubleValue.rounded() ? .integer : .number
  }
}
