import PulseHarness
import PulseOutput
import Testing

extension PulseOutputTests {
  @Suite struct Devices {
    @Test("Every sink is listed, the default one marked")
    func list() throws {
      let devices = try PulseOutput.devices(server: PulseOutputTests.server.serverAddress)
      #expect(devices.map(\.name) == ["speech", "stereo"])
      #expect(devices.map(\.isDefault) == [true, false])
      #expect(devices.map(\.monitorSource) == ["speech.monitor", "stereo.monitor"])
      #expect(devices.allSatisfy { !$0.description.isEmpty })
    }
  }
}
