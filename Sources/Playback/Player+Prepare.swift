import AudioTypes
import HTTPStreaming
import SpeechAPI
import Synchronization

extension Player {
  /// Makes everything ready that an utterance can find ready: the stream of sound, and a connection to the service if there
  /// is one, with look-up, TCP and TLS behind it. Both are made at the same time. Nothing is generated and nothing billed,
  /// and the API key does not leave.
  ///
  /// It ends within the limits on connecting. Speaking does not need it, does not wait for it, and may follow a failure:
  /// the utterance then works, or says itself why not. The service closes a connection that nothing uses; call it again
  /// shortly before speech is likely.
  ///
  /// - Throws: what of the two could not be made ready.
  public func prepare() async throws(PreparationError) {
    let setbacks = audio?.status.setbacks.count ?? 0
    audio?.post(.stayAwake)
    async let connection = warmUp.run(configuration, http)
    var sound: PlaybackError?
    do {
      try await waitForSound(setbacks)
    } catch {
      sound = error
    }
    if let error = PreparationError(sound: sound, connection: await connection) { throw error }
  }

  /// Waits until the stream of sound stands.
  ///
  /// - Parameter setbacks: how many are known already.
  private func waitForSound(_ setbacks: Int) async throws(PlaybackError) {
    guard !relay.isClosed else { throw .shutDown }
    guard let audio else { return }
    let error = await relay.wait(waking: http, whenClosed: .shutDown) { () -> PlaybackError?? in
      if let failure = audio.status.failure.load() { return .some(failure.error) }
      if let error = audio.status.setbacks.error(after: setbacks) { return .some(error) }
      return audio.status.isReady.load(ordering: .acquiring) ? .some(nil) : nil
    }
    if let error { throw error }
  }
}

/// What could not be made ready. The other half, where it has no error, is ready all the same.
public struct PreparationError: Error, Sendable {
  /// Why nothing can be heard. When no stream of sound ever stood, that lasts for the life of the player.
  public let sound: PlaybackError?
  /// Why there is no connection to the service. An utterance tries again.
  public let connection: PlaybackError?

  /// Nil when both are ready.
  init?(sound: PlaybackError?, connection: PlaybackError?) {
    guard sound != nil || connection != nil else { return nil }
    self.sound = sound
    self.connection = connection
  }

  /// One line for people. Never contains the API key.
  public var message: String { [sound, connection].compactMap { $0?.message }.joined(separator: " ") }
}

extension PreparationError: CustomStringConvertible {
  /// The same text as `message`.
  public var description: String { message }
}

/// Makes a connection to the service for later requests; those who ask at the same time share one.
final class WarmUp: Sendable {
  private let current = Mutex<Task<PlaybackError?, Never>?>(nil)

  /// Returns why there is no connection; nil when there is one. Any answer of the service will do.
  func run(_ configuration: PlayerConfiguration, _ http: HTTPClient) async -> PlaybackError? {
    let task = current.withLock { current in
      let task = current ?? Task { await self.connect(configuration, http) }
      current = task
      return task
    }
    return await task.value
  }

  private func connect(_ configuration: PlayerConfiguration, _ http: HTTPClient) async -> PlaybackError? {
    defer { current.withLock { $0 = nil } }
    guard let endpoint = configuration.service?.endpoint else { return nil }
    var limits = configuration.limits
    limits.total = limits.connect
    do {
      let wire = endpoint.connectionRequest
      let log = configuration.log.map { ExchangeLog($0, wire, redacting: nil) }
      _ = try await http.perform(
        HTTPRequest(wire, limits: limits), observer: ReplyCollector(limit: .zero, log: log))
      return nil
    } catch {
      return .network(error.error)
    }
  }
}
