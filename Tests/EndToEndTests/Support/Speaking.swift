import BreezeSimulator
import Foundation
import PulseHarness
import Testing

extension Stage {
  /// The texts that speech was made of, in the order in which it was asked for.
  var texts: [String] { requests.filter { $0.status == 200 }.map(\.text) }

  /// Waits until `count` programs wait for their turn to speak. Each has its place in the queue by the time at which it
  /// makes its connection, and asks for nothing else meanwhile.
  func waitForQueue(of count: Int, sourceLocation: SourceLocation = #_sourceLocation) async {
    let isThere = await eventually { simulator.log().count { $0.method == "HEAD" } >= count }
    #expect(isThere, "fewer than \(count) wait", sourceLocation: sourceLocation)
  }

  /// The samples of all of them, one behind the other.
  func spoken(_ scenario: Scenario) throws -> [Int16] {
    try texts.flatMap { try samples($0, scenario) }
  }
}

extension RequestRecord {
  /// The text it asks speech of.
  var text: String {
    let object = try? JSONSerialization.jsonObject(with: Data(body)) as? [String: Any]
    return object?["text"] as? String ?? ""
  }
}

extension Pace {
  /// A service that takes 250 ms to its first byte and then makes one and a half times what is played.
  static var modest: Pace {
    var pace = Pace()
    pace.timeToFirstByteMilliseconds = 250
    pace.speed = 1.5
    return pace
  }
}

extension String {
  /// What is written in it, however it is broken up.
  var letters: String { filter { !$0.isWhitespace } }
}

/// One line of what `--json` prints.
struct EventLine {
  let name: String
  let fields: [String: Any]

  func text(_ key: String) -> String? { fields[key] as? String }
  func number(_ key: String) -> Int? { fields[key] as? Int }
  func object(_ key: String) -> [String: Any] { fields[key] as? [String: Any] ?? [:] }
}

extension ProgramRun.Result {
  /// The lines of a run with `--json`: from `begin` to `end`, each an object with a name and a time.
  func events() throws -> [EventLine] {
    let lines = try String(decoding: output, as: UTF8.self).split(separator: "\n").map { text in
      let fields = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] ?? [:]
      return EventLine(name: try #require(fields["event"] as? String, "\(text)"), fields: fields)
    }
    let times = lines.compactMap { $0.fields["at_ms"] as? Double }
    #expect(times.count == lines.count && times == times.sorted())
    #expect(lines.first?.name == "begin" && lines.first?.text("schema") == "gust-events")
    #expect(lines.first?.number("version") == 1)
    #expect(lines.dropFirst().allSatisfy { $0.name != "begin" } && lines.count { $0.name == "end" } == 1)
    #expect(lines.last?.name == "end")
    return lines
  }
}

/// How much memory a process has held at most (`VmHWM` of `proc(5)`), in MiB; nil when it has ended.
func peakMemory(ofProcess identifier: Int32) -> Double? {
  let status = (try? String(contentsOfFile: "/proc/\(identifier)/status", encoding: .utf8)) ?? ""
  let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
  return line?.split(separator: " ").dropFirst().first.flatMap { Double($0) }.map { $0 / 1024 }
}

extension LivePipe {
  /// Starts `gust say` with the pipe as its standard input.
  func start(_ arguments: [String], on stage: Stage) throws -> ProgramRun {
    try start(GustProgram.path, ["say"] + arguments, environment: GustProgram.environment(on: stage))
  }
}
