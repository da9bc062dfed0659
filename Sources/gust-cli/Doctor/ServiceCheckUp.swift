import AudioTypes
import Gust
import JSON
import LatencyReporting
import Platform

/// Looks at the key, the way to the service, whether it takes the key, and at the voice.
struct ServiceCheckUp {
  private let options: DoctorOptions

  init(_ options: DoctorOptions) {
    self.options = options
  }

  func run(_ note: ([Finding]) -> Void) async {
    let key = readKey()
    note([key.finding])
    let endpoint: ServiceEndpoint
    do {
      endpoint = try options.service.endpoint()
    } catch {
      note([.failed("endpoint", .usage, (error as? EnvironmentError)?.message ?? (error as? UsageError)?.message ?? "")]
      )
      note([.skipped("key_accepted", "no address"), voice(nil, "no address")])
      return
    }
    let way = await reach(endpoint)
    note([way])
    guard let key = key.key, case .fine = way.verdict else {
      let reason = key.key == nil ? "no key" : "the service cannot be reached"
      note([.skipped("key_accepted", reason), voice(nil, reason)])
      return
    }
    await ask(SpeechService(endpoint: endpoint, key: key), note)
  }

  private func readKey() -> (key: APIKey?, finding: Finding) {
    let source = options.service.keyFile.map { "from the file \($0)" } ?? "from BREEZE_API_KEY"
    do {
      return (try options.service.key(), .fine("key", "\(source), in a form that a key can have"))
    } catch {
      return (nil, .failed("key", ExitStatus(error), error.advice))
    }
  }

  private func reach(_ endpoint: ServiceEndpoint) async -> Finding {
    let name = "endpoint"
    do throws(PlaybackError) {
      let timings = try await endpoint.measureConnection(limit: options.limit)
      let steps: [(String, MonotonicInstant?)] = [
        ("name", timings.nameLookupDone), ("TCP", timings.connected), ("TLS", timings.tlsDone),
        ("answer", timings.responseStarted),
      ]
      var facts: [String: JSONValue] = [
        "url": .string(endpoint.url), "address": .text(timings.primaryAddress),
        "tls": .text(timings.tlsVersion),
        "http": timings.httpVersion.map { .string($0.rawValue) } ?? .null, "proxy": .bool(timings.proxyStatus != nil),
      ]
      var last = timings.started
      var texts: [String] = []
      for case (let step, let instant?) in steps {
        let duration = last.duration(to: instant)
        texts.append("\(step) \(duration.inMilliseconds)")
        facts["\(step.lowercased())_ms"] = duration.json
        last = instant
      }
      let protocols = [timings.httpVersion.map { "HTTP/\($0.rawValue)" }, timings.tlsVersion].compactMap(\.self)
      let proxy = timings.proxyStatus == nil ? Self.namedProxy.map { "; \($0) is set" } ?? "" : " through a proxy"
      return .fine(
        name, "\(([endpoint.url] + protocols).joined(separator: ", ")): \(texts.joined(separator: ", "))\(proxy)", facts
      )
    } catch {
      return .failed(name, error)
    }
  }

  /// A SOCKS proxy does not show in the reply. Its address may hold a password.
  private static var namedProxy: String? {
    ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"].first { environmentVariable($0) != nil }
  }

  private func ask(_ service: SpeechService, _ note: ([Finding]) -> Void) async {
    var configuration = PlayerConfiguration(service: service)
    configuration.sound = .none
    configuration.limits.connect = options.limit
    configuration.limits.idle = options.limit
    configuration.limits.total = options.limit * 2
    configuration.log = options.service.logLevel.map(StandardErrorLog.shared.log)
    do throws(PlaybackError) {
      let player = try Player(configuration)
      defer { player.shutDown() }
      let page = try await player.voicePage(VoiceQuery(pageSize: 1), retrying: policy)
      note([
        .fine(
          "key_accepted", page.apiKeyID.map { "the service knows it as \($0)" } ?? "the service takes it",
          ["key_id": .text(page.apiKeyID)])
      ])
      note([await voice(player)])
    } catch {
      note([.failed("key_accepted", error), voice(nil, "the key is not accepted")])
    }
  }

  /// Once more, if there is time: who asks a doctor wants to hear of what fails now and then, too.
  private var policy: RetryPolicy {
    RetryPolicy(
      cost: .free, maximumRetries: 1, baseDelay: .milliseconds(250), delayCap: .seconds(1), totalBudget: options.limit)
  }

  private func voice(_ player: Player) async -> Finding {
    guard let id = options.voiceID else { return voice(nil, "") }
    do throws(PlaybackError) {
      let deadline = MonotonicInstant.now.advanced(by: options.limit)
      let list = try await player.voices(retrying: policy) { list in
        deadline < .now || list.voices.contains { $0.id == id }
      }
      return voice(list, "")
    } catch {
      return .skipped("voice", error.message)
    }
  }

  /// - Parameters:
  ///   - list: where to look for it; nil where there is none.
  ///   - reason: why there is none.
  private func voice(_ list: VoiceList?, _ reason: String) -> Finding {
    let name = "voice"
    guard let id = options.voiceID else {
      return .failed(name, .usage, "There is no voice. Name one with -v, or set BREEZE_VOICE; gust voices lists them.")
    }
    guard let list else { return .skipped(name, "\(id): \(reason)") }
    if let voice = list.voices.first(where: { $0.id == id }) {
      let words = [voice.languageCode, voice.gender].compactMap(\.self)
      return .fine(
        name, ([voice.name == id ? id : "\(id) (\(voice.name))"] + words).joined(separator: ", "),
        ["voice_id": .string(id), "voice_name": .string(voice.name)])
    }
    guard list.isComplete else { return .skipped(name, "\(id) is not among the first \(list.voices.count) voices") }
    return .failed(name, .notFound, "\(id) is none of the \(list.voices.count) voices; gust voices lists them.")
  }
}
