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
  /// How much is told on standard error; nil tells nothing.
  let logLevel: PlayerLog.Level?

  init(_ arguments: ParsedArguments) throws(UsageError) {
    keyFile = arguments.values["api-key-file"]
    baseURL = arguments.values["base-url"]
    idleLimit = .seconds(try arguments.number("timeout", in: 0.1...3600) ?? 30)
    maximumWait = try arguments.number("max-wait", in: 0...86_400).map { .seconds($0) }
    isQuiet = arguments.switches.contains("quiet")
    logLevel = try PlayerLog.Level(arguments)
  }

  /// A player's configuration that has no sound yet. Reads the key.
  func configuration() throws -> PlayerConfiguration {
    var configuration = PlayerConfiguration(service: SpeechService(endpoint: try endpoint(), key: try key()))
    configuration.sound = .none
    configuration.savesToStandardOutput = true
    configuration.log = logLevel.map(StandardErrorLog.shared.log)
    configuration.limits.idle = idleLimit
    if let maximumWait {
      configuration.jobPolling = configuration.jobPolling.limited(to: maximumWait)
      configuration.downloadPolicy = configuration.downloadPolicy.waiting(atMost: maximumWait)
      configuration.recoveryPolicy = configuration.recoveryPolicy.waiting(atMost: maximumWait)
    }
    return configuration
  }

  /// Reads the key.
  func key() throws(EnvironmentError) -> APIKey {
    guard let keyFile else { return try .fromEnvironment() }
    return try .inFile(keyFile)
  }

  /// Where the service is.
  func endpoint() throws -> ServiceEndpoint {
    guard let base = baseURL else { return try .fromEnvironment() }
    do {
      return try ServiceEndpoint(base)
    } catch {
      throw UsageError("--base-url cannot be used: \(error.message)")
    }
  }
}

extension EnvironmentError {
  /// Its message, and what only the command has to offer.
  var advice: String {
    if case .noKey = self {
      "\(message) Set it, or name a file that holds the key with --api-key-file."
    } else {
      message
    }
  }
}

extension ParsedArguments {
  /// The value of `--name` as a number; nil when it is not given.
  func number(_ name: String, in range: ClosedRange<Double>) throws(UsageError) -> Double? {
    guard let text = values[name] else { return nil }
    guard let number = Double(text), range.contains(number) else {
      let (lowest, highest) = (range.lowerBound.withoutZeros, range.upperBound.withoutZeros)
      throw UsageError("--\(name) takes a number from \(lowest) to \(highest), not \(text.debugDescription).")
    }
    return number
  }
}

extension Double {
  fileprivate var withoutZeros: String { Int(exactly: self).map { "\($0)" } ?? "\(self)" }
}
