import CGust
import CTaskHooks
import Gust
import Synchronization

/// A player, and the thread of its callbacks, if it has one.
final class HostedPlayer: Sendable {
  let player: Player
  /// Why it cannot ask the service for anything; nil when it can.
  private let noService: Failure?
  private let callbacks: CallbackThread?
  /// Those that were not over when the last of them began.
  private let utterances = Mutex<[HostedUtterance]>([])

  /// What is left to do for a report once the player has ended is done at once; but a disk may not take what was saved.
  private static let reportLimit = Duration.seconds(2)

  /// No task is started before there is a player.
  private static let hooks: Void = task_hooks_install()

  init(_ settings: Configuration.Settings) throws(Failure) {
    Self.hooks
    let service = settings.service()
    noService = if case .failure(let failure) = service { failure } else { nil }
    do {
      player = try Player(settings.playerConfiguration(try? service.get()))
    } catch {
      throw Failure(error)
    }
    callbacks = if let callback = settings.callback { try CallbackThread(callback) } else { nil }
  }

  /// The player, for what only a service can give.
  var speaker: Player {
    get throws(Failure) {
      if let noService { throw noService }
      return player
    }
  }

  /// Gives an utterance a handle, and follows it.
  func host(_ utterance: Utterance) -> HostedUtterance { host(.utterance(utterance)) }

  /// Speaks a text that is being written.
  func narrate(_ text: LiveText, as template: SpeechRequest) throws(Failure) -> HostedUtterance {
    host(.narration(try speaker.narrate(text, as: template)))
  }

  private func host(_ speech: HostedSpeech) -> HostedUtterance {
    let object = HostedUtterance(speech, callbacks)
    HandleTable.insert(object, as: object.handle)
    utterances.withLock { utterances in
      utterances.removeAll { $0.isOver }
      utterances.append(object)
    }
    // Only now, so that a callback is given a handle that stands for something.
    object.follow()
    return object
  }

  /// Waits until it is prepared, as long as `limit` says, and returns whether it is.
  func prepare(_ limit: Duration?) throws(Failure) -> Bool {
    let outcome = Monitor<Result<Void, Failure>?>(nil)
    Task { [player] in
      do throws(PreparationError) {
        try await player.prepare()
        outcome.withLock { $0 = .success(()) }
      } catch {
        outcome.withLock { $0 = .failure(Failure(error)) }
      }
    }
    guard let result = outcome.wait(limit, { $0 }) else { return false }
    try result.get()
    return true
  }

  /// Ends its threads, and says when the file is not whole that the sound went into. Once this has returned all have their
  /// reports, and no callback runs, unless it is called from one.
  func end() throws(Failure) {
    defer { callbacks?.end() }
    let utterances = utterances.withLock { $0 }
    for utterance in utterances { utterance.waitNoLongerForText() }
    defer { Self.awaitReports(of: utterances) }
    do { try player.close() } catch { throw Failure(error) }
  }

  private static func awaitReports(of utterances: [HostedUtterance]) {
    let deadline = ContinuousClock.now + reportLimit
    for utterance in utterances { _ = try? utterance.report(max(.zero, deadline - .now)) }
  }
}

extension Failure {
  fileprivate init(_ error: PreparationError) {
    let status = (error.sound ?? error.connection).map { gust_status(FailureCategory($0)) }
    self.init(status ?? GUST_ERROR, error.message)
  }
}
