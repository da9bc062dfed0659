import AudioTypes
import FoundationEssentials
import Glibc
import Platform

/// The program `gust-bench`.
@main
enum GustBench {
  static func main() async {
    do {
      let options = try BenchOptions(Array(CommandLine.arguments.dropFirst()))
      if options.wantsHelp {
        print(BenchOptions.help)
      } else {
        try await run(options)
      }
    } catch let error as UsageError {
      say("\(error.message) “gust-bench --help” shows more.")
      exit(2)
    } catch {
      say("\(error)")
      exit(1)
    }
  }

  /// Prints each table as soon as it is complete.
  private static func run(_ options: BenchOptions) async throws {
    var report = Report(machine: .current())
    show(report.header)
    let bench = Bench(options)
    for benchmark in options.benchmarks {
      for section in try await bench.sections(of: benchmark) {
        show("\n" + section.text)
        report.sections.append(section)
      }
      // After each of them: the next one may fail, after an hour.
      try write(report, options)
    }
  }

  private static func write(_ report: Report, _ options: BenchOptions) throws {
    if let path = options.jsonPath { try report.json().write(to: URL(filePath: path)) }
    if let path = options.htmlPath { try Data(report.html.utf8).write(to: URL(filePath: path)) }
  }

  private static func show(_ text: String) {
    print(text)
    fflush(nil)
  }

  private static func say(_ text: String) {
    StandardStream.error.writeLine("gust-bench: \(text)")
  }
}
