import AudioTypes
import Playback
import PulseHarness
import SpeechAPI
import Synchronization
import Testing
import TextSegmentation

@testable import Narration

/// The narrator with a real player that cannot reach any service.
@Suite struct NarratorTests {
  /// Pieces without end, until somebody has had enough.
  private struct Endless: AsyncSequence, Sendable {
    typealias Failure = Never
    let isWaiting: Bool

    struct Iterator: AsyncIteratorProtocol {
      let isWaiting: Bool

      mutating func next() async -> TextPiece? {
        if isWaiting { try? await Task.sleep(for: .seconds(3600)) }
        return TextPiece(text: "More", sourceRange: 0..<4)
      }
    }

    func makeAsyncIterator() -> Iterator { Iterator(isWaiting: isWaiting) }
  }

  private func player(_ sound: PlayerConfiguration.Sound = .none) throws -> Player {
    let service = SpeechService(endpoint: try ServiceEndpoint("http://127.0.0.1:9"), key: try APIKey("brz_nobody"))
    var configuration = PlayerConfiguration(service: service)
    configuration.sound = sound
    configuration.stateFolder = nil
    return try Player(configuration)
  }

  @Test func whatCannotBeHeardIsNotAskedFor() async throws {
    let player = try player()
    let options = NarrationOptions(keepsGoing: true)
    let narration = player.narrate(
      Endless(isWaiting: false), as: SpeechRequest(text: "", voiceID: "voc"), options: options)
    let report = await narration.report
    guard case .failed(let failure) = report.outcome, case .noDestination = failure.reason else {
      Issue.record("\(report.outcome)")
      return
    }
    #expect(failure.piece == 0 && report.failureCount == 1 && report.position == nil)
    #expect(narration.snapshot.state == .over)
    player.shutDown()
  }

  @Test func stoppingDoesNotWaitForTextThatNeverComes() async throws {
    let player = try player()
    let narration = player.narrate(Endless(isWaiting: true), as: SpeechRequest(text: "", voiceID: "voc"))
    var events = narration.events.makeAsyncIterator()
    guard case .waitingForText? = await events.next() else {
      Issue.record("no wait for text")
      return
    }
    #expect(narration.snapshot.state == .waitingForText && narration.snapshot.piece == nil)
    let report = await narration.stop()
    guard case .stopped = report.outcome else {
      Issue.record("\(report.outcome)")
      return
    }
    #expect(report.pieceCount == 0)
    player.shutDown()
  }

  @Test func aTextWithoutPiecesIsOver() async throws {
    let player = try player()
    let nothing = AsyncStream<TextPiece> { $0.finish() }
    let report = await player.narrate(nothing, as: SpeechRequest(text: "", voiceID: "voc")).report
    guard case .finished = report.outcome else {
      Issue.record("\(report.outcome)")
      return
    }
    #expect(report.pieceCount == 0 && report.position == nil)
    player.shutDown()
  }

  @Test func thePlayersPauseIsTheNarrationsWhoeverAsksForIt() async throws {
    let player = try player(.pull(PullSource()))
    defer { player.shutDown() }
    let before = player.narrate(Endless(isWaiting: true), as: SpeechRequest(text: "", voiceID: "voc"))
    player.pause()
    let since = player.narrate(Endless(isWaiting: true), as: SpeechRequest(text: "", voiceID: "voc"))
    #expect(before.snapshot.state == .paused && since.snapshot.state == .paused)
    since.resume()
    #expect(before.snapshot.state != .paused && since.snapshot.state != .paused)
    before.requestStop()
    since.requestStop(fade: .zero)
    for narration in [before, since] {
      guard case .stopped = await narration.report.outcome else {
        Issue.record("\(await narration.report.outcome)")
        return
      }
    }
  }

  @Test func itsPauseIsOverWithIt() async throws {
    let player = try player(.pull(PullSource()))
    defer { player.shutDown() }
    let narration = player.narrate(Endless(isWaiting: true), as: SpeechRequest(text: "", voiceID: "voc"))
    narration.pause()
    await narration.stop()
    narration.pause()
    let next = player.narrate(Endless(isWaiting: true), as: SpeechRequest(text: "", voiceID: "voc"))
    #expect(next.snapshot.state != .paused)
    await next.stop()
  }

  @Test(.timeLimit(.minutes(1))) func aPlayerThatIsShutDownEndsWhatWaitsForText() async throws {
    let player = try player()
    let text = try LiveText()
    let narration = player.narrate(text, as: SpeechRequest(text: "", voiceID: "voc"))
    for await event in narration.events { if case .waitingForText = event { break } }
    player.shutDown()
    let report = await narration.report
    guard case .stopped = report.outcome else {
      Issue.record("\(report.outcome)")
      return
    }
    while !text.isOver { try await Task.sleep(for: .milliseconds(5)) }
    #expect(await text.append(Array("Too late.".utf8)) == "")
  }

  @Test(.timeLimit(.minutes(1))) func whatIsSpokenAfterTheEndOfThePlayerIsStopped() async throws {
    let player = try player()
    player.shutDown()
    let report = await player.narrate(try LiveText(), as: SpeechRequest(text: "", voiceID: "voc")).report
    guard case .stopped = report.outcome else {
      Issue.record("\(report.outcome)")
      return
    }
  }

  @Test(.timeLimit(.minutes(1))) func aTextThatIsDroppedIsOver() async throws {
    var player: Player? = try player()
    var text: LiveText? = try LiveText()
    weak let held = player
    let narration = try #require(player).narrate(try #require(text), as: SpeechRequest(text: "", voiceID: "voc"))
    for await event in narration.events { if case .waitingForText = event { break } }
    text = nil
    guard case .finished = await narration.report.outcome else {
      Issue.record("\(await narration.report.outcome)")
      return
    }
    _ = player.take()?.narrate(try LiveText(), as: SpeechRequest(text: "", voiceID: "voc"))
    _ = consume narration
    while held != nil { try await Task.sleep(for: .milliseconds(5)) }
  }
}
