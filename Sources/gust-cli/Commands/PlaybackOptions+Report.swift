import FileOutput
import Gust
import LatencyReporting
import Platform

extension PlaybackOptions {
  /// What was measured, in every form that was asked for: on success and on failure.
  ///
  /// - Parameters:
  ///   - timings: for people.
  ///   - json: for programs.
  ///   - traced: what a trace is made of, where anything was asked of the service.
  /// - Returns: the failure when a file for it cannot be written.
  func show(
    timings: @autoclosure () -> String, json: @autoclosure () -> [UInt8], tracing traced: UtteranceReport?
  ) -> FileOutputError? {
    if showsTimings { StandardStream.error.writeLine(timings()) }
    do {
      if let path = reportPath { try writeFile(path, json()) }
      if let path = tracePath, let traced { try writeFile(path, LatencyTrace(traced).json()) }
      return nil
    } catch {
      return error
    }
  }
}

extension UtteranceReport {
  /// Where the time went, for people at the terminal.
  var timings: String { Waterfall(self).text(TextStyle(for: .error)) }
}

extension NarrationReport {
  /// Where the time went, for people at the terminal.
  var timings: String { NarrationLatencyReport(self).text(TextStyle(for: .error)) }
}
