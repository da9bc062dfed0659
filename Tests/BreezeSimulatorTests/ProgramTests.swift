import BreezeSimulator
import Foundation
import Testing

/// Other people's programs against the simulator.
@Suite struct ProgramTests {
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "gust-simulator-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  @Test func pythonSDKWorksUnchanged() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let simulator = try BreezeSimulator()
    simulator.setScenario(.burst)
    let python = folder.appending(path: "venv/bin/python").path
    try run("python3", "-m", "venv", folder.appending(path: "venv").path)
    let install = try run(python, "-m", "pip", "install", "--quiet", "breeze-blue==0.21.1")
    try #require(
      install.status == 0, "pip could not install breeze-blue 0.21.1 (no package index?): \(install.output)")
    let script = folder.appending(path: "sdk.py")
    try Data(sdkScript.utf8).write(to: script)
    let result = try run(python, script.path, simulator.baseURL)
    #expect(result.status == 0, "\(result.output)")
    #expect(result.output.hasSuffix("all is well\n"), "\(result.output)")
    let agents = Set(simulator.log().map { $0.header("user-agent") })
    #expect(agents == ["breeze-blue-python/0.21.1"])
  }

  @Test(.enabled(if: isInstalled("mpg123"))) func mpg123DecodesTheWholeStream() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let simulator = try BreezeSimulator()
    let file = folder.appending(path: "speech.mp3")
    try Data(simulator.reference(text: "How long is this?", format: .mp3)).write(to: file)
    let decoded = folder.appending(path: "speech.raw")
    let result = try run("mpg123", "-q", "-O", decoded.path, "-e", "s16", file.path)
    #expect(result.status == 0, "\(result.output)")
    let samples = try Data(contentsOf: decoded).count / 2
    let spoken = try simulator.referenceSamples(text: "How long is this?").count
    #expect((spoken + 1105...spoken + 1105 + 2 * 576).contains(samples))
  }

  @Test(.enabled(if: isInstalled("openssl") && isInstalled("curl"))) func servesHTTPS() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let (certificate, key) = (folder.appending(path: "cert.pem").path, folder.appending(path: "key.pem").path)
    let made = try run(
      "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
      "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key, "-out", certificate)
    try #require(made.status == 0, "\(made.output)")
    var configuration = SimulatorConfiguration()
    configuration.tls = .init(certificatePath: certificate, keyPath: key)
    let simulator = try BreezeSimulator(configuration: configuration)
    simulator.setScenario(.burst)
    #expect(simulator.baseURL.hasPrefix("https://"))
    let output = folder.appending(path: "out.mp3")
    let result = try run(
      "curl", "-sS", "--max-time", "20", "--cacert", certificate, "-H", "xi-api-key: brz_test", "-H",
      "content-type: application/json", "-d", #"{"text":"Hello."}"#, "-o", output.path,
      "\(simulator.baseURL)/v1/text-to-speech/\(BreezeSimulator.defaultVoice)/stream")
    #expect(result.status == 0, "\(result.output)")
    #expect(try Data(contentsOf: output) == Data(simulator.reference(text: "Hello.", format: .mp3)))
  }

  @discardableResult
  private func run(_ program: String...) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = program
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }
}

private func isInstalled(_ program: String) -> Bool {
  (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    .contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(program)") }
}

private let sdkScript = """
  import sys, time
  from breeze_blue import BreezeBlue
  from breeze_blue._errors import AuthenticationError, NotFoundError, ValidationError

  voice = "voc_xeh3w54cqvnp"
  client = BreezeBlue(api_key="brz_test", base_url=sys.argv[1])

  streamed = client.text_to_speech.stream(voice_id=voice, text="Hello from Breeze.", voice_settings={"guidance_scale": 4.0})
  assert streamed.content_type == "audio/mpeg", streamed.content_type
  assert streamed.content[:2] == b"\\xff\\xf3"
  stored = client.history.download_audio(streamed.history_item_id)
  assert stored.content == streamed.content

  pcm = client.text_to_speech.stream(voice_id=voice, text="Hello from Breeze.", output_format="pcm")
  assert pcm.content_type == "audio/pcm" and len(pcm.content) > 24000
  whole = client.text_to_speech.convert(voice_id=voice, text="Hello from Breeze.", output_format="wav")
  assert whole.content[:4] == b"RIFF" and whole.content[44:] == pcm.content

  job = client.text_to_speech.create_job(voice_id=voice, text="Hello again.", output_format="mp3")
  assert job["generation_job_id"] == job["history_item_id"]
  for _ in range(100):
      state = client.generation_jobs.get(job["generation_job_id"])
      if state["status"] == "ready":
          break
      time.sleep(0.05)
  assert state["status"] == "ready", state
  assert client.generation_jobs.download_audio(job["generation_job_id"]).content[:2] == b"\\xff\\xf3"

  voices = client.voices.search(page_size=2)
  assert len(voices["voices"]) == 2 and voices["has_more"]
  assert client.voices.get(voice)["voice_id"] == voice

  for error, attempt in [
      (NotFoundError, lambda: client.history.download_audio("hist_unknown")),
      (ValidationError, lambda: client.text_to_speech.stream(voice_id=voice, text="")),
      (AuthenticationError, lambda: BreezeBlue(api_key="no", base_url=sys.argv[1]).voices.search()),
  ]:
      try:
          attempt()
          raise SystemExit(f"no {error.__name__}")
      except error:
          pass
  print("all is well")
  """
