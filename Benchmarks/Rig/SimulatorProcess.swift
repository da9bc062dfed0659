import AudioTypes
import BreezeSimulator
import FoundationEssentials
import Glibc
import Gust
import PulseHarness

/// The simulator in a process of its own, so that neither its processor time nor its threads are those that are measured.
final class SimulatorProcess {
  /// What its log says of one request; times are of the machine's monotonic clock, as ours.
  struct Request {
    /// Whether it asks for speech.
    let isForSpeech: Bool
    let arrival: MonotonicInstant
    let firstSend: MonotonicInstant?
    /// By how much the latest of its sends came behind its schedule: what cannot be laid at the player's door.
    let lateness: Duration
    /// Whether nothing more is sent.
    let isOver: Bool
  }

  static let key = "brz_test"
  let baseURL: String
  /// Its files go with it.
  private let authority: LocalAuthority?
  private let controlURL: String
  private let process: ProgramRun
  private let http: HTTPClient

  /// Starts it, with HTTPS when there is an authority for it, and returns when it listens.
  init(_ program: String, authority: LocalAuthority? = nil) throws {
    let tls = authority.map { ["--tls-cert", $0.certificatePath, "--tls-key", $0.keyPath] } ?? []
    process = try ProgramRun(program, ["--control-port", "0", "--key", Self.key] + tls)
    self.authority = authority
    http = try HTTPClient()
    let deadline = MonotonicInstant.now.advanced(by: .seconds(10))
    while process.output.isEmpty {
      guard MonotonicInstant.now < deadline else { throw BenchError("\(program) did not start: \(process.error)") }
      usleep(10_000)
    }
    baseURL = String(decoding: process.output, as: UTF8.self).filter { !$0.isNewline }
    guard let address = process.error.split(whereSeparator: \.isWhitespace).last, address.hasPrefix("http") else {
      throw BenchError("\(program) named no control port")
    }
    controlURL = String(address)
  }

  deinit {
    process.send(SIGTERM)
    _ = try? process.wait()
  }

  /// What programs need in their environment to trust it.
  var trust: [String: String?] { authority?.environment ?? [:] }

  /// What `gust` needs in its environment to speak to it.
  var environment: [String: String?] {
    [
      "GUST_STATE": "off", "GUST_CONFIG": "off", "BREEZE_BASE_URL": baseURL, "BREEZE_API_KEY": Self.key,
      "BREEZE_VOICE": Rig.voice,
    ].merging(trust) { $1 }
  }

  /// What `curl` needs to make the request that `gust say` makes, and to pass the reply on as it comes.
  func curlArguments(_ format: SpeechFormat = .mp3) -> [String] {
    [
      "-sSN", "-H", "xi-api-key: \(Self.key)", "-H", "Content-Type: application/json",
      "-d", "{\"text\":\"\(Rig.text)\"}",
      "\(baseURL)/v1/text-to-speech/\(Rig.voice)/stream?output_format=\(format.rawValue)",
    ]
  }

  /// Puts `scenario` in force for what follows.
  func use(_ scenario: Scenario) async throws {
    _ = try await control(.post, "/scenario", try Array(JSONEncoder().encode(scenario)))
  }

  /// The one request that `body` causes.
  func request(during body: () async throws -> Void) async throws -> Request {
    let requests = try await requests(during: body)
    guard let request = requests.first, requests.count == 1 else {
      throw BenchError("\(requests.count) requests came in place of one")
    }
    return request
  }

  /// The requests that `body` causes, in the order in which they came.
  func requests(during body: () async throws -> Void) async throws -> [Request] {
    let last = try await log().last?.id ?? 0
    try await body()
    return try await log().filter { $0.id > last }.map { entry in
      Request(
        isForSpeech: entry.method == "POST", arrival: MonotonicInstant(nanoseconds: entry.arrival),
        firstSend: entry.sends.first.map { MonotonicInstant(nanoseconds: $0.instant) }, lateness: entry.lateness,
        isOver: entry.ending != nil)
    }
  }

  private struct LogEntry: Decodable {
    struct Send: Decodable {
      let instant: UInt64
      let due: UInt64

      enum CodingKeys: String, CodingKey {
        case instant = "instant_nanoseconds"
        case due = "due_nanoseconds"
      }
    }

    let id: Int
    let method: String
    let arrival: UInt64
    let sends: [Send]
    let ending: String?

    var lateness: Duration {
      let arrival = MonotonicInstant(nanoseconds: arrival)
      return sends.map { arrival.duration(to: MonotonicInstant(nanoseconds: $0.instant)) - .nanoseconds($0.due) }.max()
        ?? .zero
    }

    enum CodingKeys: String, CodingKey {
      case id, method, sends, ending
      case arrival = "arrival_nanoseconds"
    }
  }

  private func log() async throws -> [LogEntry] {
    try JSONDecoder().decode([LogEntry].self, from: Data(try await control(.get, "/log")))
  }

  private func control(_ method: HTTPRequest.Method, _ path: String, _ body: [UInt8] = []) async throws -> [UInt8] {
    let request = HTTPRequest(method: method, url: controlURL + path, body: body)
    let result = try await http.perform(request, observer: Collector())
    guard result.head.status == 200 else { throw BenchError(String(decoding: result.collectedBody, as: UTF8.self)) }
    return result.collectedBody
  }
}

/// Keeps a whole body.
private final class Collector: HTTPTransferObserver {
  func receivedHead(_ head: HTTPResponseHead, at instant: MonotonicInstant) -> BodyDestination {
    .collect(limit: ByteCount(16 << 20))
  }

  func wroteBody(_ count: ByteCount, at instant: MonotonicInstant) {}
}

/// Why nothing could be measured.
struct BenchError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
