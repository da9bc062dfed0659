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
    if options.benchmarks.contains(.policy) { show("\n" + PolicyStudy(.heldOut).run().text) }
    guard options.benchmarks.contains(where: { $0 != .policy }) else { return }
    let programs = Programs(gustPath: options.gustPath)
    let rig = try await Rig(programs)
    for benchmark in options.benchmarks {
      let measure: () async throws -> [Section] =
        switch benchmark {
        case .play: PlayBenchmark(rig: rig, runs: options.runs).run
        case .startup: StartupBenchmark(rig: rig, runs: options.runs).run
        case .stop: StopBenchmark(rig: rig, runs: options.runs).run
        case .policy: { [] }
        }
      for section in try await measure() {
        show("\n" + section.text)
        report.sections.append(section)
      }
    }
    if let path = options.jsonPath { try report.json().write(to: URL(filePath: path)) }
  }

  private static func show(_ text: String) {
    print(text)
    fflush(nil)
  }

  private static func say(_ text: String) {
    StandardStream.error.writeLine("gust-bench: \(text)")
  }
}
