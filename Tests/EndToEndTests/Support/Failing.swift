import PulseHarness
import Testing

extension ProgramRun.Result {
  /// What it said for people, a line each.
  var lines: [Substring] { error.split(separator: "\n") }

  /// Expects that the program gave up with `status`, after one line on standard error that has all of `words` in it, and
  /// `notices` lines about retries before.
  func expectFailure(
    _ status: Int32, _ words: [String], notices: Int = 0, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(ending == .exit(status), "\(error)", sourceLocation: sourceLocation)
    #expect(output.isEmpty, sourceLocation: sourceLocation)
    #expect(lines.count == 1 + notices, "\(error)", sourceLocation: sourceLocation)
    #expect(lines.dropLast().allSatisfy { $0.contains("Trying again in") }, "\(error)", sourceLocation: sourceLocation)
    let last = lines.last ?? ""
    #expect(last.hasPrefix("gust: ") && last.hasSuffix("."), "\(error)", sourceLocation: sourceLocation)
    for word in words {
      #expect(last.contains(word), "“\(word)” is not in: \(last)", sourceLocation: sourceLocation)
    }
  }
}
