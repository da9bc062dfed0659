import AudioTypes
import Testing

@testable import Playback

/// Who lets the sound of a player stand still, and who lets it go on.
@Suite(.timeLimit(.minutes(1))) struct HolderTests {
  private let source = PullSource()
  private let player: Player
  private var isPaused: Bool { player.pauses?.isPaused ?? false }

  init() throws {
    var configuration = PlayerConfiguration()
    configuration.sound = .pull(source)
    configuration.stateFolder = nil
    player = try Player(configuration)
  }

  @Test func theEndOfOneThatStoodStillDoesNotUndoThePlayersPause() async throws {
    let stream = try player.openStream(format: .pcm(.speech))
    player.pause()
    stream.utterance.pause()
    await stream.utterance.stop()
    #expect(isPaused)
    player.resume()
    #expect(!isPaused)
    player.shutDown()
  }

  @Test func theEndOfOneDoesNotUndoThePauseOfAnother() async throws {
    let (first, second) = (try player.openStream(format: .pcm(.speech)), try player.openStream(format: .pcm(.speech)))
    first.utterance.pause()
    second.utterance.pause()
    await first.utterance.stop()
    #expect(isPaused)
    await second.utterance.stop()
    #expect(!isPaused)
    second.utterance.pause()
    #expect(!isPaused)
    player.shutDown()
  }

  @Test func thePlayerGoesOnWhoeverLetItStandStill() async throws {
    let (first, second) = (try player.openStream(format: .pcm(.speech)), try player.openStream(format: .pcm(.speech)))
    first.utterance.pause()
    first.utterance.pause()
    second.utterance.pause()
    player.resume()
    #expect(!isPaused)
    second.utterance.pause()
    first.utterance.resume()
    #expect(isPaused)
    second.utterance.resume()
    #expect(!isPaused)
    player.shutDown()
  }
}
