internal import AudioTypes

/// Answers requests as the service does, or as the scenario says. Called from one thread per connection.
final class BreezeService: HTTPService {
  let scenarios = ScenarioQueue()
  let generations = GenerationStore()
  let speech = SpeechStore()
  let maximumTextLength: Int
  private let keys: [String]
  private let scheme: String

  init(_ configuration: SimulatorConfiguration) {
    maximumTextLength = max(1, configuration.maximumTextLength)
    keys = configuration.keys
    scheme = configuration.tls == nil ? "http" : "https"
  }

  func loggable(_ field: HeaderField) -> HeaderField {
    switch field.name.lowercased() {
    case "xi-api-key": HeaderField(name: field.name, value: keys.contains(field.value) ? "accepted" : "rejected")
    case "authorization", "cookie": HeaderField(name: field.name, value: "rejected")
    default: field
    }
  }

  func reply(to request: HTTPRequest) -> HTTPReply {
    let route: Route
    switch Route.match(method: request.method, path: request.path) {
    case .found(let found): route = found
    case .unknown: return .notFound("This path")
    case .wrongMethod(let allowed):
      var reply = HTTPReply.error(405, "BAD_REQUEST", "This path takes \(allowed).")
      reply.headers.append(HeaderField(name: "allow", value: allowed))
      return reply
    }
    guard route.needsKey else { return respond(to: request, route) }
    guard let index = keys.firstIndex(of: request.header("xi-api-key") ?? "") else {
      return .error(401, "AUTH_REQUIRED", "A valid API key is required in the xi-api-key header.")
    }
    var reply = respond(to: request, route)
    reply.headers.append(HeaderField(name: "x-breeze-api-key-id", value: "key_sim\(index + 1)"))
    return reply
  }

  private func respond(to request: HTTPRequest, _ route: Route) -> HTTPReply {
    let scripted = scenarios.next(for: route.endpoint)
    if let failure = scripted?.failure { return .failure(failure) }
    if let redirect = scripted?.redirect { return .redirect(redirect) }
    let scenario = scripted ?? (route.endpoint == .speech ? Scenario() : .burst)
    let reply =
      switch route {
      case .stream(let voiceID): stream(request, voiceID, scenario)
      case .speech(let voiceID): wholeSpeech(request, voiceID, scenario)
      case .audio(let id): download(id, request, scenario)
      case .file(let name): download(String(name.prefix { $0 != "." }), request, scenario)
      case .job(let id): job(id, request)
      case .voices: voices(request)
      case .voice(let id): Voice.named(id).map { HTTPReply.json($0.json) } ?? .notFound("Voice \(id)")
      }
    guard (200..<300).contains(reply.status) else { return reply }
    var changed = reply.changed(by: scenario.reply)
    if scenario.hang == .beforeHeaders { changed.headersDue = nil }
    return changed
  }

  private func job(_ id: String, _ request: HTTPRequest) -> HTTPReply {
    guard let generation = generations.look(id) else { return .notFound("Generation job \(id)") }
    // Another name of the same host: a download_url may lead to a host that must not get the key.
    let host = request.header("host") ?? "127.0.0.1"
    let otherHost = host.hasPrefix("127.0.0.1") ? "localhost" + host.dropFirst(9) : host
    let url =
      generation.job.downloadURL?.replacing("{id}", with: id)
      ?? "\(scheme)://\(otherHost)/files/\(id).\(generation.fileExtension)"
    var reply = HTTPReply.json(generation.json(id: id, at: request.arrival, downloadURL: url))
    if let seconds = generation.job.retryAfterSeconds, !generation.isOver(at: request.arrival) {
      reply.headers.append(HeaderField(name: "retry-after", value: String(seconds)))
    }
    return reply
  }

  private func voices(_ request: HTTPRequest) -> HTTPReply {
    let query = VoiceQuery(request.query)
    return query.problems.isEmpty ? .json(query.answer) : .invalid(query.problems)
  }
}
