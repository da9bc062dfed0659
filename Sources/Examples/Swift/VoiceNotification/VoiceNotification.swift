import Glibc
import Gust

/// Announces something as a desktop program does: soon, or not at all.
///
///     BREEZE_API_KEY=… voice-notification voc_… "The build has finished"
@main
struct VoiceNotification {
  static func main() async {
    guard CommandLine.arguments.count == 3 else { end("usage: voice-notification VOICE TEXT", 2) }
    do {
      let report = try await announce(CommandLine.arguments[2], voice: CommandLine.arguments[1])
      switch report.outcome {
      case .finished: print("heard \(report.heardTime)")
      case .stopped: end("stopped", 11)
      case .truncated(let error), .failed(let error): end(error.message, FailureCategory(error).rawValue)
      }
    } catch let error as EnvironmentError {
      end(error.message, FailureCategory(error).rawValue)
    } catch {
      end("\(error)", 1)
    }
  }

  private static func announce(_ text: String, voice: String) async throws -> UtteranceReport {
    var configuration = PlayerConfiguration(service: try .fromEnvironment())
    configuration.sound = .pulse(PulseConfiguration(applicationName: "Builds"))
    // What would come later than this is no news any more.
    configuration.limits = HTTPLimits(connect: .seconds(3), idle: .seconds(5), total: .seconds(20))
    let player = try Player(configuration)
    defer { player.shutDown() }
    return await player.speak(SpeechRequest(text: text, voiceID: voice, format: .pcm)).report
  }

  private static func end(_ message: String, _ status: Int32) -> Never {
    print(message)
    exit(status)
  }
}
