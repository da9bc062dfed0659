import Gust
import Platform

/// What every command that asks the service can be told.
struct ServiceOptions {
  let keyFile: String?
  let baseURL: String?
  let idleLimit: Duration
  /// How long what is still in the making is waited for; nil where nothing was said.
  let maximumWait: Duration?
  let isQuiet: Bool

  init(_ arguments: ParsedArguments) throws(UsageError) {
    keyFile = arguments.values["api-key-file"]
    baseURL = arguments.values["base-url"]
    idleLimit = .seconds(try arguments.number("timeout", in: 0.1...3600) ?? 30)
    maximumWait = try arguments.number("max-wait", in: 0...86_400).map { .seconds($0) }
    isQuiet = arguments.switches.contains("quiet")
  }

  /// A player's configuration that has no sound yet. Reads the key.
  func configuration() throws -> PlayerConfiguration {
    let key = try keyFile.map { try APIKey.inFile($0) } ?? .fromEnvironment()
    var configuration = PlayerConfiguration(service: SpeechService(endpoint: try endpoint(), key: key))
    configuration.sound = .none
    configuration.limits.idle = idleLimit
    if let maximumWait {
      configuration.jobPolling = configuration.jobPolling.limited(to: maximumWait)
      configuration.downloadPolicy = configuration.downloadPolicy.waiting(atMost: maximumWait)
      configuration.recoveryPolicy = configuration.recoveryPolicy.waiting(atMost: maximumWait)
    }
    return configuration
  }

  private func endpoint() throws -> ServiceEndpoint {
    guard let base = baseURL else { return try .fromEnvironment() }
    do {
      return try ServiceEndpoint(base)
    } catch {
      throw UsageError("--base-url cannot be used: \(error.message)")
    }
  }
}

extension ParsedArguments {
  /// The value of `--name` as a number; nil when it is not given.
  func number(_ name: String, in range: ClosedRange<Double>) throws(UsageError) -> Double? {
    guard let text = values[name] else { return nil }
    guard let number = Double(text), range.contains(number) else {
      throw UsageError(
        "--\(name) takes a number from \(range.lowerBound) to \(range.upperBound), not \(text.debugDescription).")
    }
    return number
  }
}
