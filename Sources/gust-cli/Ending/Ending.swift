import Gust
import Platform

/// How a command ends the program.
enum Ending {
  case status(ExitStatus)
  /// With a sentence on standard error.
  case failure(String, ExitStatus)
  case signal(TerminationSignal)

  /// What an error that ended a run has to say. Whoever stopped reading standard output need not be told.
  init(_ error: PlaybackError) {
    if case .file(let error) = error, error.isReaderGone {
      self = .signal(.brokenPipe)
    } else {
      self = .failure(error.message, ExitStatus(error))
    }
  }

  /// Ends the program, when all that it has written has found its reader.
  func endProgram() async -> Never {
    await OutputQueue.output.flush()
    let ending = unlessNobodyCouldRead
    if case .failure(let message, _) = ending { StandardStream.error.tell(message) }
    await OutputQueue.error.flush()
    switch ending {
    case .status(let status), .failure(_, let status): Platform.endProgram(status: status.rawValue)
    case .signal(let signal): signal.endProgram()
    }
  }

  /// A success of which nothing could be printed is none.
  private var unlessNobodyCouldRead: Ending {
    guard let fault = OutputFault.first, case .status(.success) = self else { return self }
    return fault.isReaderGone ? .signal(.brokenPipe) : .failure(fault.message, .general)
  }

  static func usage(_ message: String) -> Ending { .failure(message, .usage) }

  /// As `of`, for a command that only asks the service: `body` gets a player without sound.
  static func asking(_ service: ServiceOptions, _ body: (Player) async throws -> Ending) async -> Ending {
    await of {
      // Reading the key may block.
      if service.keyFile != nil { await TerminationSignal.leaveMainThread() }
      let player = try Player(try service.configuration())
      defer { player.shutDown() }
      return try await body(player)
    }
  }

  /// What `body` returns, or what it throws put into words.
  static func of(_ body: () async throws -> Ending) async -> Ending {
    do {
      return try await body()
    } catch let error as PlaybackError {
      return Ending(error)
    } catch let error as EnvironmentError {
      return .failure(error.advice, ExitStatus(error))
    } catch let error as UsageError {
      return .failure(error.message, .usage)
    } catch {
      return .failure("\(error)", .general)
    }
  }
}

extension StandardStream {
  /// Writes a sentence for people, on one line: a name in it, of a file or an option, must not steer a terminal.
  func tell(_ sentence: String) {
    writeLine("gust: \(sentence.visibleOnOneLine)")
  }
}
