package import AudioTypes

/// How the latest streams of the latest services came: what the next start is judged by. Bounded, and free of anything
/// that was said: it holds the addresses of services and times, nothing else.
package struct ArrivalHistory: Sendable, Equatable {
  /// What streams are alike by: where they come from, and how they are encoded.
  package struct Service: Sendable, Hashable {
    /// Scheme, host and port, such as `https://api.example:8443`.
    package let origin: String
    /// `AudioEncoding.name`.
    package let codec: String

    /// Names the streams of `encoding` that come from `origin`.
    package init(origin: String, encoding: AudioEncoding) {
      self.origin = origin
      codec = encoding.name
    }

    /// Takes over a name that was kept; nil when it cannot be one.
    init?(origin: String, codec: String) {
      guard (1...Self.longestOrigin).contains(origin.utf8.count),
        origin.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
        AudioEncoding.names.contains(codec)
      else { return nil }
      self.origin = origin
      self.codec = codec
    }

    static let longestOrigin = 300
  }

  struct Entry: Sendable, Equatable {
    let service: Service
    /// Newest first.
    var streams: [StreamRecord]
  }

  /// The service that was used last comes first.
  private(set) var entries: [Entry] = []

  static let mostServices = 16
  static let mostStreams = 24

  /// Nothing is known.
  package init() {}

  /// Takes over what was kept, as far as there is room for it.
  init(entries: [Entry]) {
    self.entries = Array(entries.prefix(Self.mostServices))
  }

  /// What to expect of the next stream from `service`.
  package func prior(for service: Service) -> StartPrior {
    entries.first { $0.service == service }.map { StartPrior($0.streams) } ?? .none
  }

  /// Learns from a stream of `service` that has ended; the oldest stream, or the service not used for longest, makes room.
  package mutating func add(_ trace: ArrivalTrace, to service: Service) {
    guard let record = StreamRecord(trace), let service = Service(origin: service.origin, codec: service.codec) else {
      return
    }
    let known = entries.first { $0.service == service }?.streams ?? []
    entries.removeAll { $0.service == service }
    entries.insert(Entry(service: service, streams: Array(([record] + known).prefix(Self.mostStreams))), at: 0)
    if entries.count > Self.mostServices { entries.removeLast() }
  }
}
