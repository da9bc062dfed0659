import AudioTypes
import PulseHarness
import Testing

/// One private server for the whole suite, with a bit-exact default sink called `speech` and a second called `stereo`.
struct SoundServer: SuiteTrait, TestScoping {
  @TaskLocal static var current: PrivatePulseServer?

  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    let server = try PrivatePulseServer(sinks: [.speech, .stereo])
    defer { server.stop() }
    try await Self.$current.withValue(server) { try await function() }
  }
}

extension Trait where Self == SoundServer {
  static var soundServer: SoundServer { SoundServer() }
}

extension PrivatePulseServer.Sink {
  static let speech = PrivatePulseServer.Sink()
  static let stereo = PrivatePulseServer.Sink(name: "stereo", format: .stereo)
}

extension AudioFormat {
  static let stereo = AudioFormat(sampleRate: 44_100, channelCount: 2) ?? .speech
}

/// The suites of this module; they share the server and its sinks, so they take turns.
@Suite(.serialized, .soundServer)
enum PulseOutputTests {
  static var server: PrivatePulseServer {
    get throws { try #require(SoundServer.current) }
  }
}
