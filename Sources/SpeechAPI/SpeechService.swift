/// A service that speaks: where it answers, and with whose key it is asked.
public struct SpeechService: Sendable {
  /// Gives the key of this moment.
  ///
  /// - Throws: any error, where there is none.
  public typealias KeyProvider = @Sendable () throws -> APIKey

  /// Where the service answers.
  public let endpoint: ServiceEndpoint
  private let keyProvider: KeyProvider
  /// Whether asking for the key runs code of the host, which may take its time.
  package let asksHostForKey: Bool

  /// Names the service at `endpoint`, used with `key`.
  public init(endpoint: ServiceEndpoint = .standard, key: APIKey) {
    self.endpoint = endpoint
    keyProvider = { key }
    asksHostForKey = false
  }

  /// Names the service at `endpoint`, used with the keys that `keyProvider` gives: for keys that change while a player lives.
  ///
  /// - Parameter keyProvider: asked whenever something is asked of the service, and not before: once for an utterance, when its
  ///   turn has come, and once for a question; on any thread, and what it takes the speech is late. Where it throws, nothing is
  ///   sent, and what needed the key fails with `PlaybackError.key`, which says what the error says.
  public init(endpoint: ServiceEndpoint = .standard, keyProvider: @escaping KeyProvider) {
    self.endpoint = endpoint
    self.keyProvider = keyProvider
    asksHostForKey = true
  }

  /// The service with the key of this moment.
  ///
  /// - Throws: what the provider of keys does.
  package func authorized() throws -> AuthorizedService {
    AuthorizedService(endpoint: endpoint, key: try keyProvider())
  }
}
