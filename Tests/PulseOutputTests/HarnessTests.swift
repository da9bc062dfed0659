import AudioTypes
import Foundation
import PulseHarness
import PulseOutput
import Testing

extension PulseOutputTests {
  @Suite struct Harness {
    @Test("A stream of silence is there until it is stopped")
    func keepAwake() throws {
      let server = try PulseOutputTests.server
      let silence = try KeepAwakeStream(server: server, sink: "speech")
      try waitForStreams(1, server)
      silence.stop()
      try waitForStreams(0, server)
    }

    @Test("A server that was stopped leaves nothing behind")
    func stop() throws {
      let server = try PrivatePulseServer()
      let socket = String(server.serverAddress.dropFirst("unix:".count))
      let directory = URL(filePath: socket).deletingLastPathComponent().path
      #expect(FileManager.default.fileExists(atPath: directory))
      server.stop()
      #expect(!FileManager.default.fileExists(atPath: directory))
      #expect(throws: PulseError.noServer(address: server.serverAddress)) {
        try PulseServer.describeBlocking(at: server.serverAddress)
      }
    }

    @Test("A command the server refuses is an error")
    func refusedCommand() throws {
      let server = try PulseOutputTests.server
      #expect(throws: HarnessError.self) { try server.loadModule("module-that-is-not-there") }
    }

    @Test("A frame has come when the fragment that holds it was read")
    func arrival() {
      let read = [2000, 4000].map { MonotonicInstant(nanoseconds: $0) }
      let recording = Recording(
        samples: [1, 2, 3, 4], format: .speech, origin: read[0],
        fragments: [.init(end: FrameCount(1), readAt: read[0]), .init(end: FrameCount(4), readAt: read[1])])
      #expect((0...4).map { recording.arrival(ofFrame: FrameCount($0)) } == [read[0], read[1], read[1], read[1], nil])
    }

    private func waitForStreams(_ count: Int, _ server: PrivatePulseServer) throws {
      for _ in 1...100 {
        if try server.control(["list", "short", "sink-inputs"]).split(separator: "\n").count == count { return }
        usleep(20_000)
      }
      Issue.record("never \(count) streams")
    }
  }
}
