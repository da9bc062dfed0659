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
    let programs = Programs(gustPath: options.gustPath)
    var sound: Rig?
    func rig() async throws -> Rig {
      if let sound { return sound }
      let rig = try await Rig(programs)
      sound = rig
      return rig
    }
    for benchmark in options.benchmarks {
      let measure: () async throws -> [Section] =
        switch benchmark {
        case .play: PlayBenchmark(rig: try await rig(), runs: options.runs).run
        case .startup: StartupBenchmark(rig: try await rig(), runs: options.runs).run
        case .stop: StopBenchmark(rig: try await rig(), runs: options.runs).run
        case .ring: RingBenchmark(rounds: options.runs).run
        case .decode: DecodeBenchmark(rounds: options.runs).run
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
