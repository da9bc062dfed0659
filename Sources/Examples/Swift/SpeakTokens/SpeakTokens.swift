import Glibc
import Gust

/// Speaks what a language model writes while it writes it. The model is a stand-in that says its argument, word by word.
///
///     BREEZE_API_KEY=… speak-tokens voc_… "Once upon a time there was a **fox**. It could not sleep."
@main
struct SpeakTokens {
  static func main() async throws {
    guard CommandLine.arguments.count == 3 else {
      print("usage: speak-tokens VOICE TEXT")
      exit(2)
    }
    let player = try Player(PlayerConfiguration(service: .fromEnvironment()))
    defer { player.shutDown() }
    let template = SpeechRequest(text: "", voiceID: CommandLine.arguments[1], format: .pcm)
    let text = try LiveText(language: "en", markup: .markdown)
    let narration = player.narrate(text, as: template)

    async let writing: Void = write(CommandLine.arguments[2], into: text)
    for await event in narration.events {
      if case .requested(let piece, let what) = event { print("\(piece): \(what.text)") }
    }
    await writing
    let report = await narration.report
    print("\(report.outcome): \(report.finishedCount) of \(report.pieceCount) pieces heard")
  }

  private static func write(_ words: String, into text: LiveText) async {
    for await token in tokens(of: words) { await text.append(token) }
    text.finish()
  }

  /// What the client of a model gives.
  private static func tokens(of words: String) -> AsyncStream<String> {
    let tokens = words.split(separator: " ").map { "\($0) " }
    return AsyncStream { continuation in
      Task {
        for token in tokens {
          try await Task.sleep(for: .milliseconds(20))
          continuation.yield(token)
        }
        continuation.finish()
      }
    }
  }
}
