import BreezeSimulator
import Foundation
import Glibc
import PulseHarness
import Testing

extension EmbeddingTests {
  /// Programs in C.
  @Suite struct C {
    let stage: Stage
    let scratch: TemporaryFolder

    init() throws {
      stage = try EndToEndTests.stage
      scratch = try TemporaryFolder()
    }

    /// How a program is compiled and run.
    enum Watch: CaseIterable {
      case none, sanitizers, valgrind
    }

    @Test(
      "The example speaks, every sample, with and without those who look over its shoulder", arguments: Watch.allCases)
    func example(_ watch: Watch) async throws {
      let scenario = Scenario.noise(600)
      let spoken = try stage.samples("Spoken from C", scenario)
      stage.set(scenario)
      let recording = try await stage.hear { _ in
        let result = try await run(Library.examples + "/C/speak.c", ["Spoken from C"], watch)
        #expect(result.ending == .exit(0), "\(result.error.suffix(4000))")
        #expect(result.error.contains("first byte\nstarted\n") && result.error.contains("finished\n"))
        #expect(try facts(ofJSON: result.output)["outcome"] == "finished")
      }
      expectSame(recording.sound, spoken)
    }

    @Test("The listing of the article speaks")
    func article() async throws {
      let scenario = Scenario.noise(300)
      stage.set(scenario)
      let listing = try #require(try Article("CAndPython").listings(in: "c").first)
      let source = scratch.path("article.c")
      let program = listing.replacing(
        "#include <gust.h>", with: "#include <gust.h>\n#include <stdio.h>\nint main(void) {")
      try (program + "}\n").write(toFile: source, atomically: true, encoding: .utf8)
      let recording = try await stage.hear { _ in
        let result = try await run(source, [])
        #expect(result.ending == .exit(0) && result.error.isEmpty, "\(result.error)")
      }
      let spoken = try stage.samples("Hello", scenario).count
      #expect(recording.sound.count >= spoken * 9 / 10, "\(recording.sound.count) of \(spoken)")
    }

    @Test("The example plays what is stored, and says what is not there")
    func stored() async throws {
      let identifier = try await stage.generate("Stored for C", .noise(300))
      let recording = try await stage.hear { _ in
        let result = try await run(Library.examples + "/C/speak.c", [identifier])
        #expect(result.ending == .exit(0), "\(result.error)")
      }
      expectSame(recording.sound, try stage.samples("Stored for C", .noise(300)))
      let missing = try await run(Library.examples + "/C/speak.c", ["hist_none"])
      #expect(missing.ending == .exit(7) && missing.error.contains("404"), "\(missing.error)")
    }

    @Test("The example says what is missing, and its exit status is the status of that")
    func incomplete() async throws {
      let library = try await Library.installed
      let program = try await library.compile(Library.examples + "/C/speak.c", into: scratch)
      for (name, status) in [("BREEZE_VOICE", Int32(2)), ("BREEZE_API_KEY", 3)] {
        let result = try await library.run(program, ["Nobody"], on: stage, environment: [name: nil])
        #expect(result.ending == .exit(status) && result.error.contains(name), "\(result.error)")
      }
    }

    @Test("Ctrl-C silences the example with a fade")
    func interrupted() async throws {
      let scenario = Scenario.noise(5000, pace: Pace())
      stage.set(scenario)
      let library = try await Library.installed
      let program = try await library.compile(Library.examples + "/C/speak.c", into: scratch)
      let recording = try await stage.hear { recorder in
        let run = try library.start(program, ["Interrupted"], on: stage)
        try await recorder.waitForSound(.milliseconds(300))
        run.send(SIGINT)
        let result = try await offPool { try run.wait(limit: .seconds(30)) }
        #expect(result.ending == .exit(11), "\(result.error)")
        #expect(try facts(ofJSON: result.output)["outcome"] == "stopped")
      }
      let spoken = try stage.samples("Interrupted", scenario)
      #expect(recording.sound.count < spoken.count)
      expectPrefix(Array(recording.sound.dropLast(480)), of: spoken)
    }

    @Test("Whatever is done wrong is told, in any order and from any thread", arguments: Watch.allCases)
    func misuse(_ watch: Watch) async throws {
      stage.set(.noise(300))
      let result = try await run(Library.programs + "/misuse.c", [], watch)
      #expect(result.ending == .exit(0) && result.output.isEmpty, "\(result.text)\(result.error.suffix(4000))")
    }

    @Test("Handles that stand for nothing are told, everywhere", arguments: Watch.allCases)
    func handles(_ watch: Watch) async throws {
      let result = try await run(Library.programs + "/handles.c", [], watch)
      #expect(result.ending == .exit(0) && result.output.isEmpty, "\(result.text)\(result.error.suffix(4000))")
    }

    @Test("Where descriptors run out it says so, and the process lives")
    func descriptors() async throws {
      let result = try await run(Library.programs + "/descriptors.c", [])
      #expect(result.ending == .exit(0), "\(result.text)\(result.error.suffix(4000))")
    }

    @Test("Sound goes into a WAV file, and to whoever reads it, every sample", arguments: Watch.allCases)
    func sinks(_ watch: Watch) async throws {
      let result = try await run(Library.programs + "/sinks.c", [scratch.path("played.wav")], watch)
      #expect(result.ending == .exit(0) && result.output.isEmpty, "\(result.text)\(result.error.suffix(4000))")
    }

    @Test("A text is spoken while it is written, and it ends in every way", arguments: Watch.allCases)
    func narration(_ watch: Watch) async throws {
      stage.set(.noise(300))
      let result = try await run(Library.programs + "/narration.c", [], watch)
      #expect(result.ending == .exit(0) && result.output.isEmpty, "\(result.text)\(result.error.suffix(4000))")
    }

    /// Compiles and runs a program. Under valgrind only blocks count as lost that nothing points to, or into: those that
    /// Swift's and libcurl's threads still hold when the program ends are not ours to free.
    private func run(_ source: String, _ arguments: [String], _ watch: Watch = .none) async throws -> ProgramRun.Result
    {
      let library = try await Library.installed
      let options = watch == .sanitizers ? ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"] : []
      let program = try await library.compile(source, options, into: scratch)
      guard watch == .valgrind else { return try await library.run(program, arguments, on: stage) }
      let valgrind = [
        "--quiet", "--leak-check=full", "--errors-for-leak-kinds=definite,indirect",
        "--show-leak-kinds=definite,indirect", "--error-exitcode=99",
      ]
      return try await library.run("valgrind", valgrind + [program] + arguments, on: stage)
    }
  }
}
