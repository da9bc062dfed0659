import AudioTypes
import HTTPStreaming
import SpeechAPI
import Synchronization

/// Tells of one request and its reply: no body, no secret field, and of a URL that the service named only the host, for the
/// rest of it may be a signature. Network thread.
final class ExchangeLog: Sendable {
  private let log: PlayerLog
  private let utterance: UtteranceID?
  private let request: String
  private let key: APIKey?
  private let count = Atomic(0)

  /// - Parameter key: what must never be told; nil for a request that has none.
  init(_ log: PlayerLog, _ wire: WireRequest, _ utterance: UtteranceID? = nil, redacting key: APIKey?) {
    self.log = log
    self.utterance = utterance
    self.key = key
    let hasKey = wire.fields.contains(where: \.isSecret)
    request = "\(wire.method.rawValue) \(hasKey || wire.method == .head ? wire.url : wire.url.origin)"
  }

  func connected(_ timings: HTTPTimings) {
    let address = timings.primaryAddress.map { " \($0)" } ?? ""
    let proxy = timings.proxyStatus.map { " through a proxy (\($0))" } ?? ""
    let tls = timings.tlsVersion.map { ", \($0)" } ?? ""
    if timings.connectionReused {
      note("connection kept:\(address)\(proxy)\(tls)")
    } else {
      let steps: [(String, MonotonicInstant?)] = [
        ("name", timings.nameLookupDone), ("TCP", timings.connected), ("TLS", timings.tlsDone),
      ]
      var last = timings.started
      let spans = steps.compactMap { name, instant in
        instant.map { instant in
          defer { last = instant }
          return "\(name) \(last.duration(to: instant).forLog)"
        }
      }
      note("connected:\(address)\(proxy)\(tls) (\(spans.joined(separator: ", ")))")
    }
    note("\(request)")
  }

  func receivedHead(_ head: HTTPResponseHead, at instant: MonotonicInstant) {
    let fields = head.fields.filter { Self.isTold($0.name.lowercased()) }.compactMap { field in
      key.redacted(field.value, limit: 120).map { "\(field.name.lowercased()): \($0)" }
    }
    let status = "HTTP/\(head.httpVersion.rawValue) \(head.status)"
    note(([status] + fields).joined(separator: "; "), at: instant)
  }

  func wroteBody(_ piece: ByteCount, at instant: MonotonicInstant) {
    guard log.level >= .details else { return }
    let total = count.add(piece.rawValue, ordering: .relaxed).newValue
    note("piece of \(piece.rawValue) bytes, \(total) in all", at: instant)
  }

  private func note(_ text: String, at instant: MonotonicInstant = .now) {
    log.note(key.redacted(text, limit: 2000) ?? "", at: instant, utterance)
  }

  /// What says how the reply is to be read; where it leads, and what it is called, may be a secret.
  private static func isTold(_ name: String) -> Bool {
    name.hasPrefix("x-breeze-")
      || ["content-type", "content-length", "transfer-encoding", "history-item-id", "retry-after", "server", "via"]
        .contains(name)
  }
}

extension String {
  /// Scheme and host of an absolute URL.
  fileprivate var origin: String {
    guard let scheme = firstRange(of: "://") else { return "" }
    let end = self[scheme.upperBound...].firstIndex { "/?#".contains($0) }
    return String(self[..<(end ?? endIndex)])
  }
}

extension Duration {
  /// As `12.3 ms`.
  var forLog: String { "\(milliseconds.withOneDecimal) ms" }
}
