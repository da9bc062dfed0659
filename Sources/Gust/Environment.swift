import Platform
public import SpeechAPI

extension SpeechService {
  /// The service as the environment describes it: `BREEZE_BASE_URL` (else the public service) and `BREEZE_API_KEY`.
  ///
  /// - Throws: `.noKey`, `.key`, `.endpoint`.
  public static func fromEnvironment() throws(EnvironmentError) -> SpeechService {
    SpeechService(endpoint: try .fromEnvironment(), key: try .fromEnvironment())
  }
}

extension ServiceEndpoint {
  /// `BREEZE_BASE_URL`, or the public service where that is not set.
  ///
  /// - Throws: `.endpoint`.
  public static func fromEnvironment() throws(EnvironmentError) -> ServiceEndpoint {
    guard let base = environmentVariable("BREEZE_BASE_URL") else { return .standard }
    do {
      return try ServiceEndpoint(base)
    } catch {
      throw .endpoint(error)
    }
  }
}

extension APIKey {
  /// `BREEZE_API_KEY`.
  ///
  /// - Throws: `.noKey`, `.key`.
  public static func fromEnvironment() throws(EnvironmentError) -> APIKey {
    guard let key = environmentVariable("BREEZE_API_KEY") else { throw .noKey }
    do {
      return try APIKey(key)
    } catch {
      throw .key(error)
    }
  }

  /// The key that a file holds. The file must not be readable by others; `-` is standard input.
  ///
  /// - Throws: `.keyFile`, `.key`.
  public static func inFile(_ path: String) throws(EnvironmentError) -> APIKey {
    let contents: [UInt8]
    do {
      contents = try readFile(path, limit: 4096, mustBePrivate: path != "-")
    } catch {
      throw .keyFile(path: path, reason: error.reason)
    }
    do {
      return try APIKey(contentsOfFile: String(decoding: contents, as: UTF8.self))
    } catch {
      throw .key(error)
    }
  }
}

/// Why the service cannot be used as the environment describes it. Never holds the key.
public enum EnvironmentError: Error, Sendable {
  /// `BREEZE_API_KEY` is not set.
  case noKey
  /// What is given is no key.
  case key(APIKeyError)
  /// The file that should hold the key cannot be used.
  case keyFile(path: String, reason: String)
  /// `BREEZE_BASE_URL` cannot be used.
  case endpoint(ServiceEndpointError)

  /// One sentence for people.
  public var message: String {
    switch self {
    case .noKey: "There is no API key: BREEZE_API_KEY is not set."
    case .key(let error): error.message
    case .keyFile(let path, let reason): "The key file \(path) \(reason)."
    case .endpoint(let error): "BREEZE_BASE_URL cannot be used: \(error.message)"
    }
  }
}
