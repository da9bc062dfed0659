import AudioTypes
import PulseHarness
import PulseOutput
import Testing

extension PulseOutputTests {
  @Suite struct Failures {
    @Test("A sink that does not exist is told apart")
    func unknownDevice() throws {
      var output = try PulseOutput(PulseConfiguration(server: server.serverAddress, device: "nowhere"))
      try output.settle()
      #expect(output.state == .failed(.unknownDevice("nowhere")))
    }

    @Test(
      "A server without sinks is told apart",
      .disabled(if: SoundServerProgram.isPipeWireChosen, "PipeWire reports an Input/Output error"))
    func noDevice() throws {
      let server = try PrivatePulseServer(sinks: [])
      var output = try PulseOutput(PulseConfiguration(server: server.serverAddress))
      try output.settle()
      #expect(output.state == .failed(.noDevice))
    }

    @Test("No server at the address is told apart")
    func noServer() throws {
      let address = "unix:/nonexistent/socket"
      var output = try PulseOutput(PulseConfiguration(server: address))
      try output.settle()
      #expect(output.state == .failed(.noServer(address: address)))
      #expect(throws: PulseError.noServer(address: address)) { try PulseServer.describeBlocking(at: address) }
    }

    @Test("A server whose queue for connections is full for a moment is waited for")
    func fullQueue() throws {
      let server = try PrivatePulseServer()
      server.setFrozen(true)
      let queue = try FullQueue(at: String(server.serverAddress.dropFirst("unix:".count)))
      var configuration = PulseConfiguration(server: server.serverAddress, connectLimit: .seconds(10))
      configuration.refusalLimit = .seconds(10)
      var output = try PulseOutput(configuration)
      output.iterate(until: .now)
      #expect(output.state == .connecting)
      server.setFrozen(false)
      try output.becomeReady()
      _ = queue
    }

    @Test("A server that accepts and says nothing is given up after the limit")
    func silentServer() throws {
      let listener = try SilentListener()
      var output = try PulseOutput(
        PulseConfiguration(server: listener.address, connectLimit: .milliseconds(200)))
      try output.settle()
      #expect(output.state == .failed(.connectTimeout))
      #expect(throws: PulseError.connectTimeout) {
        try PulseServer.describeBlocking(at: listener.address, limit: .milliseconds(200))
      }
    }

    @Test("A server that dies is noticed, and a new output plays on the next one")
    func serverKilled() throws {
      let server = try PrivatePulseServer()
      var output = try PulseOutput.ready(server: server)
      try output.queue(noise(24_000))
      server.killHard()
      try output.iterate("failed") { $0.state != .ready }
      #expect(output.state == .failed(.connectionLost))
      #expect(throws: PulseError.notReady) { try output.queue(noise(100)) }
      #expect(throws: PulseError.connectionLost) { try output.openStream(.speech) }
      try server.restart()
      var next = try PulseOutput.ready(server: server)
      try next.queue(noise(2400))
      try next.drain()
    }

    @Test(
      "A sink that goes away with no other there ends the stream but not the connection",
      .disabled(if: SoundServerProgram.isPipeWireChosen, "PipeWire keeps the stream and waits for another sink"))
    func deviceGone() throws {
      let server = try PrivatePulseServer()
      var output = try PulseOutput.ready(server: server)
      try server.unloadModule("module-null-sink")
      try output.iterate("failed") { $0.state != .ready }
      #expect(output.state == .failed(.deviceGone))
      try server.addSink(PrivatePulseServer.Sink(name: "next"))
      try output.openStream(.speech)
      try output.becomeReady()
      #expect(output.deviceName == "next")
    }

    @Test("Nothing can be asked of a stream that is not open yet")
    func notReady() throws {
      var output = try PulseOutput(PulseConfiguration(server: server.serverAddress))
      #expect(output.state == .connecting)
      #expect(throws: PulseError.notReady) { try output.queue(noise(100)) }
      #expect(throws: PulseError.notReady) { try output.beginDrain() }
      #expect(throws: PulseError.notReady) { try output.setCorked(true) }
      #expect(output.writableByteCount == .zero)
      #expect(output.position == nil)
      #expect(output.takeEvents() == PulseEvents())
    }

    private var server: PrivatePulseServer { get throws { try PulseOutputTests.server } }
  }
}
