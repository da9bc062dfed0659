import AudioTypes
import BreezeSimulator
import PulseHarness

/// Programs that decode a file and throw the sound away.
struct DecodingPrograms {
  let rounds: Int
  let folder: TemporaryFolder
  private static let short = Duration.seconds(10)
  private static let long = Duration.seconds(180)

  struct Program: Sendable {
    let name: String
    let package: String
    let arguments: @Sendable (_ path: String) -> [String]
  }

  static let all = [
    Program(name: "mpg123", package: "mpg123") { ["-q", "-t", $0] },
    Program(name: "lame", package: "lame") { ["--quiet", "--decode", "--mp3input", $0, "/dev/null"] },
    Program(name: "ffmpeg", package: "ffmpeg") {
      ["-v", "error", "-nostdin", "-f", "mp3", "-i", $0, "-f", "null", "-"]
    },
  ]

  func run() throws -> Section {
    var section = Section(
      "decode: programs, MP3 24 kHz mono 64 kbit/s",
      explanation: """
        Processor time, user and system, of a whole run over \(Self.long.components.seconds) s of audio less that of one \
        over \(Self.short.components.seconds) s,
        over the difference, so that the start does not count: mpg123 -t, lame --decode, ffmpeg -f null.
        """)
    let brief = try SampleStream.speechService(.mp3, length: Self.short, in: folder).path
    let lasting = try SampleStream.speechService(.mp3, length: Self.long, in: folder).path
    var costs = Self.all.map { Measurement($0.name, unit: "µs/s") }
    var missing: [MissingRival?] = Self.all.map { _ in nil }
    for round in 0..<rounds {
      for step in Self.all.indices {
        let index = (round + step) % Self.all.count
        guard missing[index] == nil else { continue }
        do throws(MissingRival) {
          costs[index].add(try cost(of: Self.all[index], brief, lasting))
        } catch {
          missing[index] = error
        }
      }
    }
    section.measurements = costs.filter { $0.statistics != nil }
    section.notes = missing.compactMap { $0?.note }
    return section
  }

  private func cost(of program: Program, _ brief: String, _ lasting: String) throws(MissingRival) -> Double {
    let more = try processorTime(program, lasting) - processorTime(program, brief)
    return more.milliseconds * 1000 / ((Self.long - Self.short) / .seconds(1))
  }

  private func processorTime(_ program: Program, _ path: String) throws(MissingRival) -> Duration {
    do {
      let result = try ProgramRun(program.name, program.arguments(path)).wait()
      guard result.ending == .exit(0) else { throw BenchError("\(result.ending) \(result.error)") }
      return result.processorTime
    } catch HarnessError.cannotStart(_, let reason) {
      throw MissingRival(name: program.name, reason: "\(reason) (apt install \(program.package))")
    } catch {
      throw MissingRival(name: program.name, reason: "\(error)")
    }
  }
}
