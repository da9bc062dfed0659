import BreezeSimulator
import Testing

@Suite struct ControlTests {
  let simulator: BreezeSimulator
  let client: RawClient
  let control: RawClient

  init() throws {
    var configuration = SimulatorConfiguration()
    configuration.controlPort = 0
    configuration.keys = ["one", "two"]
    simulator = try BreezeSimulator(configuration: configuration)
    client = RawClient(port: simulator.port, key: "two")
    control = RawClient(port: try #require(simulator.controlPort), key: nil)
  }

  @Test func scriptsAndReadsTheLog() {
    let script = #"[{"on":"voices","failure":{"status":503}},{"on":"any","failure":{"status":502}}]"#
    #expect(control.post("/scenarios", script).status == 200)
    #expect(control.post("/scenario", #"{"on":"voices","reply":{"status":207}}"#).status == 200)
    #expect([0, 1, 2].map { _ in client.get("/v1/voices").status } == [503, 502, 207])
    let log = control.get("/log").text
    #expect(log.contains(#""path":"/v1/voices""#))
    #expect(log.contains(#""status":502"#))
    #expect(!log.contains("two"))
    #expect(control.send("DELETE", "/log", nil, type: nil).status == 200)
    #expect(control.get("/log").text == "[]")
  }

  @Test func namesMistakes() {
    let answer = control.post("/scenario", #"{"pace":{"sped":3}}"#)
    #expect(answer.status == 422)
    #expect(answer.text.contains("pace: unknown field “sped”"))
    #expect(control.get("/nowhere").status == 404)
  }

  @Test func portInUseIsATypedError() {
    var configuration = SimulatorConfiguration()
    configuration.port = simulator.port
    let failure = #expect(throws: SimulatorError.self) { _ = try BreezeSimulator(configuration: configuration) }
    #expect(failure == .cannotListen(port: simulator.port, reason: "Address already in use"))
  }

  @Test func missingCertificateIsATypedError() {
    var configuration = SimulatorConfiguration()
    configuration.tls = .init(certificatePath: "/nonexistent.pem", keyPath: "/nonexistent.pem")
    #expect(throws: SimulatorError.badCertificate(path: "/nonexistent.pem")) {
      _ = try BreezeSimulator(configuration: configuration)
    }
  }
}
