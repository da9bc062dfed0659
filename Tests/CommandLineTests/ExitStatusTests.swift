import AudioTypes
import Gust
import SpeechAPI
import Testing

@testable import gust_cli

/// Ours; the testing library has one, too.
typealias Status = gust_cli.ExitStatus

/// The program's exit status for each kind of failure.
@Suite struct ExitStatusTests {
  @Test(arguments: [
    (400, Status.usage), (401, .authentication), (402, .quota), (403, .authentication), (404, .notFound),
    (408, .timeout), (409, .general), (422, .usage), (425, .general), (429, .quota), (500, .network), (502, .network),
    (503, .network), (301, .network), (200, .incompleteAudio), (418, .general),
  ])
  func replies(httpStatus: Int, expected: Status) throws {
    let error = SpeechServiceError(
      head: ReplyHead(status: httpStatus, header: { _ in nil }), body: [], redacting: try APIKey("k"))
    #expect(Status(PlaybackError.service(error)) == expected)
  }

  @Test func theOtherStages() {
    #expect(Status(PlaybackError.network(.cutShort)) == .incompleteAudio)
    #expect(Status(PlaybackError.network(.connectTimeout)) == .timeout)
    #expect(Status(PlaybackError.network(.idleTimeout)) == .timeout)
    #expect(Status(PlaybackError.network(.unresolvedHost(host: "h"))) == .network)
    #expect(Status(PlaybackError.noAudio) == .incompleteAudio)
    #expect(Status(PlaybackError.truncated) == .incompleteAudio)
    #expect(Status(PlaybackError.decoding(.notAudio(.html, after: ByteCount(1)))) == .incompleteAudio)
    #expect(Status(PlaybackError.output(.noServer(address: nil))) == .soundServer)
    #expect(Status(PlaybackError.outputStalled(after: .seconds(5))) == .soundServer)
    #expect(Status(PlaybackError.system(errno: 1)) == .general)
    #expect(Status(EnvironmentError.noKey) == .authentication)
    #expect(Status(EnvironmentError.endpoint(.malformed)) == .usage)
  }

  @Test func everyCategoryOfFailureHasItsNameAndNumberHere() {
    let categories = (0...255).compactMap { FailureCategory(rawValue: $0) }
    let failures = Status.allCases.filter { $0 != .success && $0 != .stopped }
    #expect(categories.map { "\($0) \($0.rawValue)" } == failures.map { "\($0) \($0.rawValue)" })
  }
}
