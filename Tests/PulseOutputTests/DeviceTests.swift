import AudioTypes
import PulseHarness
import PulseOutput
import Testing

extension PulseOutputTests {
  @Suite struct Devices {
    @Test("A server tells what it is, and every sink, the default one marked, but no monitor")
    func describe() async throws {
      let server = try await PulseServer.describe(at: PulseOutputTests.server.serverAddress)
      #expect(
        SoundServerProgram.isPipeWireChosen ? server.name.contains("(on PipeWire ") : server.name == "pulseaudio",
        "\(server.name)")
      #expect(server.version.first?.isNumber == true)
      #expect(try server.address == PulseOutputTests.server.serverAddress)
      let devices = server.devices
      #expect(devices.map(\.name) == ["speech", "stereo"])
      #expect(devices.map(\.isDefault) == [true, false])
      #expect(devices.map(\.monitorSource) == ["speech.monitor", "stereo.monitor"])
      #expect(devices.map(\.sampleSpecification.channelCount) == [1, 2])
      let encoding = try PulseOutputTests.server.encoding
      #expect(devices.first?.sampleSpecification.description == "\(encoding) 1ch 24000Hz")
      #expect(devices.allSatisfy { !$0.description.isEmpty && $0.state != .unknown })
    }

    @Test("The same on the calling thread")
    func blocking() throws {
      let devices = try PulseServer.describeBlocking(at: PulseOutputTests.server.serverAddress).devices
      #expect(devices.map(\.name) == ["speech", "stereo"])
    }

    @Test("A server that is not there, or says nothing, is an error within the limit")
    func absent() async throws {
      let address = "unix:/nonexistent/socket"
      await #expect(throws: PulseError.noServer(address: address)) { try await PulseServer.describe(at: address) }
      let listener = try SilentListener()
      await #expect(throws: PulseError.connectTimeout) {
        try await PulseServer.describe(at: listener.address, limit: .milliseconds(200))
      }
    }

    @Test("A rehearsal opens the stream that a player would, and tells what was granted")
    func rehearsal() async throws {
      let address = try PulseOutputTests.server.serverAddress
      let rehearsal = try await PulseOutput.rehearse(PulseConfiguration(server: address, device: "stereo"))
      #expect(rehearsal.deviceName == "stereo" && rehearsal.format == .speech)
      let buffer = try #require(rehearsal.buffer)
      #expect(buffer.targetLength > .zero && buffer.maximumLength >= buffer.targetLength)
      #expect(try #require(rehearsal.sinkLatency) >= .zero)
    }

    @Test("A rehearsal fails as a player would")
    func failedRehearsal() async throws {
      let address = try PulseOutputTests.server.serverAddress
      await #expect(throws: PulseError.unknownDevice("nowhere")) {
        try await PulseOutput.rehearse(PulseConfiguration(server: address, device: "nowhere"))
      }
    }
  }
}
