import BreezeSimulator
import Foundation
import PulseHarness
import Testing

extension EmbeddingTests {
  /// The commands of the article “From C and Python”, as they stand there.
  @Suite struct Commands {
    let stage: Stage
    let scratch: TemporaryFolder

    init() throws {
      stage = try EndToEndTests.stage
      scratch = try TemporaryFolder()
    }

    @Test("After the first, which installs, each works as written, in a clone and at home", arguments: [1, 2])
    func article(index: Int) async throws {
      let commands = try Article("CAndPython").listings(in: "sh")
      try #require(commands.count == 3 && commands[0].contains("Sources/GustC/install --prefix ~/.local"))
      try scratch.link("Sources", to: Library.package.appending(path: "Sources").path)
      try scratch.link(".local", to: try await Library.installed.prefix)
      let scenario = Scenario.noise(300)
      stage.set(scenario)
      let recording = try await stage.hear { _ in
        let result = try await run("cd ~\n" + commands[index], on: stage)
        #expect(result.ending == .exit(0), "\(result.error)")
        #expect(try facts(ofJSON: result.output)["outcome"] == "finished")
      }
      #expect(!recording.sound.isEmpty)
    }

    @Test("What install prints is what a compiler, a program and Python need")
    func installed() async throws {
      let paths = try await Library.installed.paths
      let linked = try scratch.write(
        "linked.c", Array("#include <gust.h>\nint main(void) { return !gust_version(); }".utf8))
      let program = scratch.path("linked")
      let result = try await run(
        """
        \(paths)
        cc \(linked) $(pkg-config --cflags --libs gust) -o \(program) && \(program) && python3 -c 'import gust'
        """)
      #expect(result.ending == .exit(0), "\(result.error)")
    }

    /// Runs commands in a shell that knows nothing of the library.
    private func run(_ commands: String, on stage: Stage? = nil) async throws -> ProgramRun.Result {
      try await Library.installed.run(
        "sh", ["-e", "-c", commands], on: stage,
        environment: [
          "HOME": scratch.path(""), "LD_LIBRARY_PATH": nil, "PKG_CONFIG_PATH": nil, "PYTHONPATH": nil,
        ])
    }
  }
}
