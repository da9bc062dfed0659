import BreezeSimulator
import Foundation
import Gust
import LatencyReporting
import Platform
import PulseHarness

/// Speaks two sentences through the whole path without an account, a network or a sound card: the service is a simulator in
/// this process, and where no sound server answers, a private one with a null sink stands in.
@main
enum GustDemo {
  private static let sentences: [(String, SpeechFormat)] = [
    ("Hello! This is Gust. You are hearing me while I am still being made.", .mp3),
    ("And this time without compression, over the same connection.", .pcm),
  ]

  static func main() async {
    do {
      try await run()
    } catch {
      print("gust-demo: \(error)")
      exit(1)
    }
  }

  private static func run() async throws {
    print("Starting a simulator of the service: real HTTP on loopback, espeak-ng as the voice.")
    let simulator = try BreezeSimulator()
    defer { simulator.stop() }
    let service = SpeechService(endpoint: try ServiceEndpoint(simulator.baseURL), key: try APIKey("brz_test"))
    let (player, standIn) = try await openPlayer(for: service)
    defer {
      player.shutDown()
      standIn?.stop()
    }
    for (text, format) in sentences {
      print("\n\(format.rawValue.uppercased()): “\(text)”\n")
      let request = SpeechRequest(text: text, voiceID: BreezeSimulator.defaultVoice, format: format)
      let report = await player.speak(request).report
      guard case .finished = report.outcome else {
        throw DemoFailure(report: report)
      }
      print(Waterfall(report).text(TextStyle(for: .output)))
    }
    print("\nThe service takes 150 ms to the first byte here, and then makes speech twice as fast as it sounds.")
  }

  /// A player on the sound server of this session, or on a private one.
  private static func openPlayer(for service: SpeechService) async throws -> (Player, PrivatePulseServer?) {
    var configuration = PlayerConfiguration(service: service)
    // What is learnt of the simulator is of no use to anyone.
    configuration.stateFolder = nil
    do {
      let player = try Player(configuration)
      try await player.prepare()
      print("Playing on the sound server of this session.")
      return (player, nil)
    } catch let error as PreparationError where error.sound != nil {
      print("\(error.message) Starting a private one with a null sink: nothing will be heard, but all is measured.")
    }
    let server = try PrivatePulseServer()
    configuration.sound = .pulse(PulseConfiguration(server: server.serverAddress))
    let player = try Player(configuration)
    try await player.prepare()
    return (player, server)
  }
}

/// An utterance of the demo did not end as it should.
private struct DemoFailure: Error, CustomStringConvertible {
  let report: UtteranceReport

  var description: String {
    switch report.outcome {
    case .failed(let error), .truncated(let error): error.message
    case .finished, .stopped: "The speech was stopped."
    }
  }
}
