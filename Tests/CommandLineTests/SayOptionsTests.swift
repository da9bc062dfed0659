import Glibc
import Gust
import Testing

@testable import gust_cli

/// What `gust say` makes of its arguments. The environment is one for all, hence one after the other.
@Suite(.serialized) struct SayOptionsTests {
  init() { unsafe unsetenv("BREEZE_VOICE") }

  private func options(_ arguments: [String]) throws -> SayOptions {
    try SayOptions(try ParsedArguments(["-v", "voice"] + arguments, .say))
  }

  private func complaint(_ arguments: [String]) -> String? {
    do {
      _ = try options(arguments)
      return nil
    } catch {
      return (error as? UsageError)?.message
    }
  }

  @Test func oneFileCannotServeTwoPurposes() throws {
    #expect(complaint(["-o", "a", "--latency-report", "a", "x"])?.contains("two purposes") == true)
    #expect(complaint(["-f", "a.mp3", "-o", "a.mp3"])?.contains("two purposes") == true)
    #expect(complaint(["-o", "-", "--trace", "-", "x"])?.contains("two purposes") == true)
    #expect(complaint(["-f", "-", "-o", "-"]) == nil)
  }

  @Test func aLoneDashIsStandardInput() throws {
    guard case .file("-") = try options(["-"]).text else {
      Issue.record("taken for text")
      return
    }
  }

  @Test func theDefaults() throws {
    let options = try options(["Hello", "world"])
    guard case .argument("Hello world") = options.text else {
      Issue.record("\(options.text)")
      return
    }
    let (playback, service) = (options.playback, options.service)
    #expect(options.voiceID == "voice" && playback.playsSound && !service.isQuiet && !playback.showsTimings)
    #expect(playback.outputPath == nil && playback.audioDevice == nil && service.baseURL == nil)
    #expect(playback.startPolicy == .adaptive && playback.volume == 1 && service.idleLimit == .seconds(30))
    #expect(service.keyFile == nil && service.maximumWait == nil && !options.isAsync)
    #expect(options.request(for: "x").format == .mp3)
  }

  @Test func whereTheTextIs() throws {
    guard case .file("-") = try options([]).text, case .file("a.txt") = try options(["-f", "a.txt"]).text else {
      Issue.record("not from a file")
      return
    }
    #expect(complaint(["-f", "a.txt", "Hello"])?.contains("not both") == true)
  }

  @Test func aVoiceMustBeNamed() throws {
    #expect(throws: UsageError.self) { try SayOptions(try ParsedArguments(["Hello"], .say)) }
    unsafe setenv("BREEZE_VOICE", "theirs", 1)
    #expect(try SayOptions(try ParsedArguments(["Hello"], .say)).voiceID == "theirs")
    #expect(try options(["Hello"]).voiceID == "voice")
    unsafe unsetenv("BREEZE_VOICE")
  }

  @Test func savingIsSilentUnlessTold() throws {
    #expect(try !options(["-o", "a.mp3"]).playback.playsSound)
    #expect(try options(["-o", "a.mp3", "--tee"]).playback.playsSound)
    #expect(complaint(["--tee"])?.contains("-o") == true)
  }

  @Test(arguments: [
    ("a.mp3", SpeechFormat.mp3), ("a.MP3", .mp3), ("a.pcm", .pcm), ("a.raw", .pcm), ("a", .mp3), ("-", .mp3),
    ("wav", .mp3), ("a.b/c", .mp3),
  ])
  func theNameSaysTheFormat(path: String, format: SpeechFormat) throws {
    #expect(try options(["-o", path]).request(for: "x").format == format)
  }

  @Test func formatsThatDoNotExist() throws {
    #expect(complaint(["-o", "a.flac"])?.contains("flac") == true)
    #expect(complaint(["--format", "ogg"])?.contains("ogg") == true)
    #expect(try options(["-o", "a.flac", "--format", "pcm"]).request(for: "x").format == .pcm)
  }

  @Test func waveFilesAreMadeOfPCM() throws {
    for arguments in [["-o", "a.wav"], ["-o", "a.WAVE"], ["-o", "-", "--format", "wav"], ["--format", "wav"]] {
      #expect(try options(arguments).fileForm == .wav && options(arguments).request(for: "x").format == .pcm)
      #expect(try options(["--async"] + arguments).fileForm == .asReceived)
    }
    #expect(try options(["-o", "a.pcm"]).fileForm == .asReceived)
  }

  @Test func eventsHaveStandardOutputForThemselves() throws {
    #expect(try options(["--json", "-o", "a.mp3"]).playback.isJSON)
    for arguments in [["-o", "-"], ["--trace", "-"], ["--latency-report", "-"]] {
      #expect(complaint(["--json"] + arguments)?.contains("standard output") == true)
    }
  }

  @Test(arguments: StoredFormat.allCases) func whatIsNotStreamedMayHaveAnyFormat(format: StoredFormat) throws {
    for arguments in [["--format", format.rawValue], ["-o", "a.\(format.rawValue)"]] {
      #expect(try options(["--async"] + arguments).format == format)
      let isStreamed = [.mp3, .pcm, .wav].contains(format)
      #expect((complaint(arguments)?.contains("--async") ?? false) != isStreamed)
    }
    #expect(complaint(["--async", "--format", "ogg"])?.contains("aac or opus") == true)
    #expect(try options(["--async", "-o", "a.ogg"]).format == .opus)
    #expect(complaint(["--async", "-o", "a.m4a"])?.contains("m4a") == true)
    #expect(try options(["--async"]).format == .mp3)
  }

  @Test(arguments: [
    ("adaptive", StartPolicy.adaptive), ("immediate", .immediate), ("0", .fixed(.zero)), ("2000", .fixed(.seconds(2))),
  ])
  func start(text: String, policy: StartPolicy) throws {
    #expect(try options(["--start", text]).playback.startPolicy == policy)
  }

  @Test(arguments: [
    ["--start", "-1"], ["--start", "2001"], ["--start", "soon"], ["--start", "1.5"], ["--volume", "5"],
    ["--volume", "nan"], ["--volume", "loud"], ["--volume", "-0.1"], ["--volume", "inf"], ["--timeout", "0"],
    ["--timeout", "3601"], ["--guidance", "0"], ["--guidance", "11"], ["--guidance", ""],
    ["--max-wait", "-1"], ["--max-wait", "90000"],
  ])
  func numbersOutsideTheirRange(arguments: [String]) {
    #expect(complaint(arguments)?.contains(arguments[1].debugDescription) == true)
  }

  @Test func everythingReachesTheRequest() throws {
    let request = try options([
      "--model", "m", "--language", "pt-BR", "--instructions", "slowly", "--guidance", "2.5", "--format", "pcm",
    ]).request(for: "Hello")
    #expect(request.text == "Hello" && request.voiceID == "voice" && request.modelID == "m")
    #expect(request.languageCode == "pt-BR" && request.instructions == "slowly" && request.guidanceScale == 2.5)
    #expect(request.format == .pcm)
  }
}
