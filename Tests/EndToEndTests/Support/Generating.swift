import BreezeSimulator
import Foundation
import Gust
import PulseHarness
import TestSupport
import Testing

extension Stage {
  /// Has something generated, and returns its id in the history. The log is empty afterwards.
  func generate(_ text: String, _ scenario: Scenario, _ format: SpeechFormat = .pcm) async throws -> String {
    set(scenario)
    let player = try player { $0.sound = .none }
    let scratch = try TemporaryFolder()
    let request = SpeechRequest(text: text, voiceID: BreezeSimulator.defaultVoice, format: format)
    let report = try await player.speak(request, savingTo: scratch.path("x")).end()
    try await shutDown(player)
    simulator.clearLog()
    return try #require(report.historyItemID)
  }
}

extension StoredAudio {
  /// Samples of 24 kHz, mono, encoded.
  func encode(_ samples: [Int16]) throws -> [UInt8] {
    let raw = samples.littleEndianBytes
    let input = ["-v", "error", "-f", "s16le", "-ar", "24000", "-ac", "1", "-i", "/dev/stdin"]
    let result = try ProgramRun("ffmpeg", input + options + ["-"], input: raw).wait()
    try #require(result.ending == .exit(0), "\(result.error)")
    return result.output
  }
}

/// The fields of a JSON document by their paths, as text: `stalls.count` is `0`, `sound_recoveries.first.0.mended` is `1`.
func facts(ofJSON document: [UInt8]) throws -> [String: String] {
  func walk(_ value: Any, _ path: [String]) -> [(String, String)] {
    switch value {
    case let object as [String: Any]: object.flatMap { walk($0.value, path + [$0.key]) }
    case let array as [Any]: array.enumerated().flatMap { walk($0.element, path + ["\($0.offset)"]) }
    default: [(path.joined(separator: "."), "\(value)")]
    }
  }
  return Dictionary(uniqueKeysWithValues: walk(try JSONSerialization.jsonObject(with: Data(document)), []))
}
