import BreezeSimulator
import Gust
import PulseHarness
import Testing

extension EndToEndTests {
  /// `gust save` into folders: the name is the service's, the place is ours.
  @Suite struct SaveCommand {
    let stage: Stage

    init() throws {
      stage = try EndToEndTests.stage
    }

    /// A service that has one piece of audio, and names it `disposition`.
    private func service(_ disposition: String?, type: String = "audio/mpeg") throws -> ListeningServer {
      let audio = try stage.bytes("Named", .mp3, .noise(200))
      return try ListeningServer { _ in
        answer(
          200, ["Content-Type": type].merging(disposition.map { ["Content-Disposition": $0] } ?? [:]) { $1 }, audio)
      }
    }

    private func save(_ arguments: [String], _ server: ListeningServer) async throws -> ProgramRun.Result {
      try await GustProgram.run(arguments, command: "save", on: stage, environment: ["BREEZE_BASE_URL": server.url()])
    }

    @Test(
      "The service's name stays in the folder, whatever it is",
      arguments: [
        (#"attachment; filename="speech.mp3""#, "speech.mp3"),
        (#"attachment; filename="../../../../tmp/gust-evil.mp3""#, "gust-evil.mp3"),
        (#"attachment; filename="/etc/gust-evil""#, "gust-evil"), (#"attachment; filename=".profile""#, "profile"),
        ("attachment; filename*=UTF-8''%2e%2e%2fgr%C3%BC%1b%5b2J%0a%e2%80%ae.mp3", "grü[2J .mp3"),
        (#"attachment; filename="-rf""#, "rf"), (#"attachment; filename="..""#, "hist_1.mp3"),
        (#"attachment; filename="""#, "hist_1.mp3"), (nil, "hist_1.mp3"), ("inline", "hist_1.mp3"),
        (#"attachment; filename="\#(Stage.key).mp3""#, "•••.mp3"),
      ] as [(String?, String)])
    func name(disposition: String?, expected: String) async throws {
      let server = try service(disposition)
      let scratch = try TemporaryFolder()
      let result = try await save(["-o", scratch.path(""), "hist_1"], server)
      #expect(result.ending == .exit(0), "\(result.error)")
      #expect(scratch.names == [expected])
      expectSame(try scratch.read(expected), try stage.bytes("Named", .mp3, .noise(200)))
      #expect(result.lines.count == 1 && result.error.contains("/\(expected) holds"), "\(result.error)")
      #expect(result.error.unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control })
    }

    @Test("Nothing that is there is replaced, nor any link followed")
    func nothingReplaced() async throws {
      let server = try service(#"attachment; filename="a.mp3""#)
      let scratch = try TemporaryFolder()
      try scratch.write("a.mp3", [1])
      try scratch.link("a-2.mp3", to: scratch.path("nowhere"))
      for expected in ["a-3.mp3", "a-4.mp3"] {
        let result = try await save(["-q", "-o", scratch.path(""), "hist_1"], server)
        #expect(result.ending == .exit(0) && result.error.isEmpty, "\(result.error)")
        expectSame(try scratch.read(expected), try stage.bytes("Named", .mp3, .noise(200)))
      }
      #expect(try scratch.read("a.mp3") == [1])
      #expect(scratch.names == ["a-2.mp3", "a-3.mp3", "a-4.mp3", "a.mp3"])
    }

    @Test("A file of one's own naming is replaced, as say -o does; - is standard output")
    func file() async throws {
      let server = try service(#"attachment; filename="other.mp3""#)
      let scratch = try TemporaryFolder()
      let path = try scratch.write("mine.bin", [1])
      #expect(try await save(["-o", path, "hist_1"], server).ending == .exit(0))
      let audio = try stage.bytes("Named", .mp3, .noise(200))
      expectSame(try scratch.read("mine.bin"), audio)
      #expect(scratch.names == ["mine.bin"])
      let piped = try await save(["-o", "-", "hist_1"], server)
      #expect(piped.ending == .exit(0) && piped.error.isEmpty)
      expectSame(piped.output, audio)
    }

    @Test("Without sound, without a server for it, and nothing is left where nothing came")
    func failures() async throws {
      let scratch = try TemporaryFolder()
      stage.set(.noise(100))
      let run = { arguments in
        try await GustProgram.run(
          arguments, command: "save", on: stage, environment: ["PULSE_SERVER": "unix:/nowhere"])
      }
      try await run(["-o", scratch.path(""), "hist_nobody"]).expectFailure(7, ["404"])
      try await run(["-o", scratch.path("none") + "/", "hist_1"]).expectFailure(2, ["no folder"])
      try await run(["song.mp3"]).expectFailure(2, ["song.mp3", "hist_…"])
      try await run(["hist_../../x"]).expectFailure(2, ["history item id", "slash"])
      #expect(scratch.names.isEmpty)
    }
  }
}
