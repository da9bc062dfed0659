/// What a request is about.
enum Route: Equatable {
  case stream(voiceID: String)
  case speech(voiceID: String)
  case audio(id: String)
  /// A `download_url`: asks for no key.
  case file(name: String)
  case job(id: String)
  case voices
  case voice(id: String)

  enum Match: Equatable {
    case found(Route)
    case wrongMethod(allowed: String)
    case unknown
  }

  static func match(method: String, path: String) -> Match {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map(String.init)
    guard let (expected, route) = route(for: parts) else { return .unknown }
    return method == expected ? .found(route) : .wrongMethod(allowed: expected)
  }

  private static func route(for parts: [String]) -> (method: String, route: Route)? {
    if parts.count == 2, parts[0] == "files" { return ("GET", .file(name: parts[1])) }
    guard parts.count > 1, parts[0] == "v1" else { return nil }
    let collection = parts[1]
    let id = parts.count > 2 ? parts[2] : ""
    let rest = Array(parts.dropFirst(3))
    switch (collection, parts.count, rest) {
    case ("text-to-speech", 3, []): return ("POST", .speech(voiceID: id))
    case ("text-to-speech", 4, ["stream"]): return ("POST", .stream(voiceID: id))
    case ("history", 4, ["audio"]), ("generation-jobs", 4, ["audio"]): return ("GET", .audio(id: id))
    case ("generation-jobs", 3, []): return ("GET", .job(id: id))
    case ("voices", 2, []): return ("GET", .voices)
    case ("voices", 3, []): return ("GET", .voice(id: id))
    default: return nil
    }
  }

  /// Which scenarios are meant for it.
  var endpoint: Scenario.Endpoint {
    switch self {
    case .stream, .speech: .speech
    case .audio, .file: .history
    case .job: .job
    case .voices, .voice: .voices
    }
  }

  var needsKey: Bool {
    if case .file = self { false } else { true }
  }
}
