import AudioTypes
import BreezeSimulator
import Gust
import PulseHarness
import Testing

extension EndToEndTests {
  /// What is saved as WAVE, and pipes that nobody reads any more.
  @Suite struct Formats {
    let stage: Stage

    init() throws {
      stage = try EndToEndTests.stage
    }

    private func wave(_ audio: [UInt8], size: Int?) -> [UInt8] {
      WaveHeader(.speech).bytes(audio: size.map { ByteCount($0) }) + audio
    }

    @Test("-o FILE.wav streams PCM, and says at the end how much there is")
    func file() async throws {
      let scenario = Scenario.noise(1000, pace: Pace())
      stage.set(scenario)
      let scratch = try TemporaryFolder()
      let result = try await GustProgram.run(["-o", scratch.path("speech.wav"), "Saved"], on: stage)
      #expect(result.ending == .exit(0), "\(result.error)")
      let audio = try stage.bytes("Saved", .pcm, scenario)
      expectSame(try scratch.read("speech.wav"), wave(audio, size: audio.count))
      #expect(result.error.contains("holds \(audio.count + 44) bytes"), "\(result.error)")
      #expect(scratch.names == ["speech.wav"])
      let probe = try ProgramRun(
        "ffprobe",
        ["-v", "error", "-show_entries", "stream=codec_name,sample_rate,channels,duration_ts", "-of", "csv"]
          + [scratch.path("speech.wav")]
      ).wait()
      #expect(String(decoding: probe.output, as: UTF8.self) == "stream,pcm_s16le,24000,1,\(audio.count / 2)\n")
    }

    @Test("--tee saves WAVE and plays")
    func tee() async throws {
      let scenario = Scenario.noise(800, pace: Pace())
      stage.set(scenario)
      let scratch = try TemporaryFolder()
      let recording = try await stage.hear { _ in
        let result = try await GustProgram.run(
          ["-o", scratch.path("speech"), "--format", "wav", "--tee", "Both"], on: stage)
        #expect(result.ending == .exit(0), "\(result.error)")
      }
      let audio = try stage.bytes("Both", .pcm, scenario)
      expectSame(try scratch.read("speech"), wave(audio, size: audio.count))
      expectSame(recording.sound, try stage.samples("Both", scenario))
    }

    @Test("WAVE into a pipe has sizes that say: until the end")
    func pipe() async throws {
      let scenario = Scenario.noise(500)
      stage.set(scenario)
      let result = try await GustProgram.bash(#""$gust" say --format wav -o - Piped | cat"#, on: stage)
      #expect(result.ending == .exit(0) && result.error.isEmpty, "\(result.error)")
      expectSame(result.output, wave(try stage.bytes("Piped", .pcm, scenario), size: nil))
    }

    @Test("What came of a WAVE stream that was cut within a sample is a whole file of whole samples")
    func cut() async throws {
      let scenario = Scenario.noise(1000) {
        $0.cut = Cut(afterBytes: 3333)
        $0.history.failure = .forgotten
      }
      stage.set(scenario)
      let scratch = try TemporaryFolder()
      let result = try await GustProgram.run(["-o", scratch.path("speech.wav"), "Cut"], on: stage)
      #expect(result.ending == .exit(9) && result.error.contains("It is not complete."), "\(result.error)")
      let audio = Array(try stage.bytes("Cut", .pcm, scenario).prefix(3332))
      expectSame(try scratch.read("speech.wav"), wave(audio, size: 3332))
    }

    @Test("A cut WAVE stream goes on from the history")
    func recovered() async throws {
      let scenario = Scenario.noise(600) { $0.cut = Cut(afterBytes: 14_400) }
      stage.set(scenario)
      let scratch = try TemporaryFolder()
      let result = try await GustProgram.run(["-q", "-o", scratch.path("speech.wav"), "Mended"], on: stage)
      #expect(result.ending == .exit(0), "\(result.error)")
      let audio = try stage.bytes("Mended", .pcm, scenario)
      expectSame(try scratch.read("speech.wav"), wave(audio, size: audio.count))
    }

    @Test("A service that sends something else than PCM is not believed to send WAVE")
    func notPCM() async throws {
      stage.set(.noise(300) { $0.reply.contentType = "audio/mpeg" })
      let scratch = try TemporaryFolder()
      let result = try await GustProgram.run(["-o", scratch.path("speech.wav"), "Wrong"], on: stage)
      result.expectFailure(1, ["speech.wav", "cannot be made of what the service sends"])
      #expect(scratch.names.isEmpty)
    }

    @Test(
      "When nobody reads the pipe any more the program ends without a word, by SIGPIPE",
      arguments: [["mp3"], ["pcm"], ["wav"], ["pcm", "--tee"]])
    func readerGone(_ options: [String]) async throws {
      stage.set(.noise(options.count > 1 ? 3000 : 20_000))
      let script =
        #""$gust" say -o - --format \#(options.joined(separator: " ")) Long | head -c 10 >/dev/null; "#
        + #"echo "${PIPESTATUS[0]}""#
      let result = try await GustProgram.bash(script, on: stage)
      #expect(result.error.isEmpty, "\(result.error)")
      #expect(String(decoding: result.output, as: UTF8.self) == "141\n")
    }

    @Test("A pipe that somebody made non-blocking is waited for, to read and to write")
    func nonBlocking() async throws {
      let scenario = Scenario.noise(5000)
      stage.set(scenario)
      // What is set for a pipe holds for all who share that end of it.
      let wrapper =
        "import os, sys; os.set_blocking(0, False); os.set_blocking(1, False); os.execvp(sys.argv[1], sys.argv[1:])"
      let run = #"python3 -c "\#(wrapper)" "$gust" say -f - -o - --format pcm"#
      let script = "{ sleep 0.5; printf Piped; } | \(run) | { sleep 1; cat; }"
      let result = try await GustProgram.bash(script, on: stage)
      #expect(result.ending == .exit(0) && result.error.isEmpty, "\(result.error)")
      expectSame(result.output, try stage.bytes("Piped", .pcm, scenario))
    }

    @Test("A saved download that nobody reads any more ends the same way")
    func downloadReaderGone() async throws {
      let id = try await stage.generate("Kept", .noise(20_000))
      let script = #""$gust" save \#(id) -o - | head -c 10 >/dev/null; echo "${PIPESTATUS[0]}""#
      let result = try await GustProgram.bash(script, on: stage)
      #expect(result.error.isEmpty && result.output == Array("141\n".utf8), "\(result.error)")
    }
  }
}
