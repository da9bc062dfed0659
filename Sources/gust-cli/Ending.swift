import Gust
import Platform

/// How a command ends the program.
enum Ending {
  case status(ExitStatus)
  /// With a sentence on standard error.
  case failure(String, ExitStatus)
  case signal(TerminationSignal)

  static func usage(_ message: String) -> Ending { .failure(message, .usage) }

  /// What `body` returns, or what it throws put into words.
  static func of(_ body: () async throws -> Ending) async -> Ending {
    do {
      return try await body()
    } catch let error as PlaybackError {
      return .failure(error.message, ExitStatus(error))
    } catch let error as EnvironmentError {
      return .failure(error.message, ExitStatus(error))
    } catch let error as UsageError {
      return .failure(error.message, .usage)
    } catch {
      return .failure("\(error)", .general)
    }
  }
}
