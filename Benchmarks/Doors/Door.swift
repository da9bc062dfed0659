import AudioTypes
import Gust
import PulseHarness

/// A way into Gust, with a player that is ready.
protocol Door {
  var name: String { get }

  /// Speaks `text` to its end, and returns when it was told to.
  func speak(_ text: String) async throws -> MonotonicInstant
}

/// The Swift library, in this process.
struct SwiftDoor: Door {
  let name = "Swift"
  private let player: Player

  init(_ rig: Rig) async throws {
    var configuration = PlayerConfiguration(service: try rig.service())
    configuration.sound = .pulse(PulseConfiguration(server: rig.server.serverAddress, device: Rig.sink.name))
    configuration.stateFolder = nil
    player = try Player(configuration)
    try await player.prepare()
  }

  func speak(_ text: String) async throws -> MonotonicInstant {
    let called = MonotonicInstant.now
    let report = await player.speak(SpeechRequest(text: text, voiceID: Rig.voice, format: .pcm)).report
    guard case .finished = report.outcome else { throw BenchError("Swift: \(report.outcome)") }
    return called
  }
}

/// A program in another language.
struct ProgramDoor: Door {
  let name: String
  let dialogue: ProgramDialogue

  func speak(_ text: String) async throws -> MonotonicInstant {
    let answer = try dialogue.ask(text)
    guard let called = UInt64(answer) else { throw BenchError("\(name): “\(answer)”") }
    return MonotonicInstant(nanoseconds: called)
  }
}
