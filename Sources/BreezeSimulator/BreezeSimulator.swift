internal import FoundationEssentials
internal import Synchronization

/// A stand-in for the Breeze service: a real HTTP server on 127.0.0.1 with real speech, which can be told to misbehave.
///
/// It serves streams, whole speech, asynchronous jobs, history downloads and voices. Each request is answered on a
/// thread of its own. All methods are callable from any thread; the server stops with `stop()` or with the last
/// reference.
public final class BreezeSimulator: Sendable {
  /// Where clients send their requests, without a slash at the end.
  public let baseURL: String
  /// TCP port on 127.0.0.1.
  public let port: Int
  /// Port of the control server, if one was asked for.
  public let controlPort: Int?

  private let service: BreezeService
  private let requests = RequestLog()
  private let server: Mutex<HTTPServer?>
  private let controlServer: Mutex<HTTPServer?>

  /// Starts espeak-ng and listens; when this returns, requests are answered.
  public init(configuration: SimulatorConfiguration = .init()) throws(SimulatorError) {
    try SpeechSynthesizer.start()
    service = BreezeService(configuration)
    let server = try HTTPServer(
      port: configuration.port, identity: try configuration.tls?.identity(), service: service, log: requests)
    port = server.port
    baseURL = "\(configuration.tls == nil ? "http" : "https")://127.0.0.1:\(server.port)"
    self.server = Mutex(server)
    if let wanted = configuration.controlPort {
      let control = try HTTPServer(
        port: wanted, service: ControlService(scenarios: service.scenarios, log: requests))
      controlPort = control.port
      controlServer = Mutex(control)
    } else {
      controlPort = nil
      controlServer = Mutex(nil)
    }
  }

  /// Puts `scenario` in force for all later requests it is meant for, until it is replaced.
  public func setScenario(_ scenario: Scenario) {
    service.scenarios.setStanding(scenario)
  }

  /// Queues scenarios for one request each, first come, first served; a request takes the first that is meant for it.
  /// One whose failure has `times` stays for that many failures and one success. At most 1,000 wait.
  public func enqueue(_ scenarios: [Scenario]) {
    service.scenarios.enqueue(scenarios)
  }

  /// The latest 1,000 requests, oldest first, with every send so far.
  public func log() -> [RequestRecord] {
    requests.records
  }

  /// Forgets all requests that are logged.
  public func clearLog() {
    requests.clear()
  }

  /// The bytes a history download gives once the generation is finished; nil when no such item is kept.
  public func audio(forHistoryItem id: String) -> [UInt8]? {
    service.generations[id]?.download
  }

  /// The exact bytes of the body of a stream of `text`, and makes them ready, so that the next request for it waits for
  /// no synthesis. Speech is the same within one process only; tone and noise are the same everywhere.
  public func reference(
    text: String, voice: String = BreezeSimulator.defaultVoice, format: OutputFormat, scenario: Scenario = .init()
  ) throws(SimulatorError) -> [UInt8] {
    try service.speech.bytes(of: try utterance(text, voice, scenario), as: format, script: scenario.audio)
  }

  /// The samples of a stream of `text` before encoding: 24 kHz, mono.
  public func referenceSamples(
    text: String, voice: String = BreezeSimulator.defaultVoice, scenario: Scenario = .init()
  ) throws(SimulatorError) -> [Int16] {
    try service.speech.samples(of: try utterance(text, voice, scenario))
  }

  /// Breaks off all answers and closes the ports; returns when no thread is left. Does nothing the second time.
  public func stop() {
    server.withLock { $0 = nil }
    controlServer.withLock { $0 = nil }
  }

  /// The voice of the documentation's examples.
  public static let defaultVoice = "voc_xeh3w54cqvnp"

  private func utterance(
    _ text: String, _ voiceID: String, _ scenario: Scenario
  ) throws(SimulatorError) -> SpeechStore.Utterance {
    guard let voice = Voice.named(voiceID) else { throw .unknownVoice(voiceID) }
    return SpeechStore.Utterance(SpeechRequest(text: text), voice, scenario.audio)
  }
}

extension SimulatorConfiguration.TLS {
  fileprivate func identity() throws(SimulatorError) -> HTTPServer.Identity {
    HTTPServer.Identity(certificate: try pem(at: certificatePath), key: try pem(at: keyPath))
  }

  private func pem(at path: String) throws(SimulatorError) -> String {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8), text.contains("-----BEGIN") else {
      throw .badCertificate(path: path)
    }
    return text
  }
}
