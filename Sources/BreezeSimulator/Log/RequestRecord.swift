public import AudioTypes

/// A name and its value: a header, or a parameter of the query.
public struct HeaderField: Sendable, Equatable {
  /// As sent.
  public let name: String
  /// As sent; of a key only whether it is `accepted` or `rejected`.
  public let value: String

  init(name: String, value: String) {
    self.name = name
    self.value = value
  }
}

/// Some bytes of a body on their way to the client.
public struct SendRecord: Sendable, Equatable {
  /// When they were handed to the HTTP library, which frames them and calls `send(2)` on the same thread next. A client
  /// on loopback had them 0.05 to 0.15 ms later (median 0.13) on a machine with two cores.
  public let instant: MonotonicInstant
  /// When the scenario wanted that, after the request's arrival.
  public let due: Duration
  /// Body bytes in this send, without the chunk's framing.
  public let bytes: ByteCount
  /// Body bytes so far, with these.
  public let totalBytes: ByteCount
  /// Audio time those hold by byte rate; nil when the body is not paced audio.
  public let totalAudio: Duration?
}

/// One request and what became of it.
public struct RequestRecord: Sendable {
  /// How an answer ended.
  public enum Ending: String, Sendable {
    /// As it should.
    case complete
    /// Broken off as the scenario wanted, however it was done.
    case cut
    /// The client went away first.
    case clientDisconnected
    /// The simulator was stopped first.
    case stopped
  }

  /// Counts up from 1 in the order of arrival.
  public let id: Int
  /// `GET`, `POST`, …
  public let method: String
  /// Percent-decoded, without the query.
  public let path: String
  /// The query's parameters in the order sent.
  public let query: [HeaderField]
  /// All headers; a key's value is replaced by whether it fits.
  public let headers: [HeaderField]
  /// The body, at most 256 KiB.
  public let body: [UInt8]
  /// When the request had been read in full.
  public let arrival: MonotonicInstant
  /// The client's TCP port: equal for requests that shared a connection.
  public let clientPort: Int
  /// HTTP status; nil until the headers are due.
  public internal(set) var status: Int?
  /// The generation the answer belongs to.
  public internal(set) var historyItemID: String?
  /// In order.
  public internal(set) var sends: [SendRecord] = []
  /// nil while the answer is under way.
  public internal(set) var ending: Ending?

  mutating func answer(status: Int, historyItemID: String?) {
    self.status = status
    self.historyItemID = historyItemID
  }

  /// The value of the first header called `name`, in any case.
  public func header(_ name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }?.value
  }
}

extension RequestRecord {
  var json: JSONValue {
    [
      "id": .integer(id), "method": .string(method), "path": .string(path),
      "query": .array(query.map(\.json)), "headers": .array(headers.map(\.json)),
      "body": .string(String(decoding: body, as: UTF8.self)),
      "arrival_nanoseconds": .integer(Int(clamping: arrival.nanoseconds)), "client_port": .integer(clientPort),
      "status": status.map(JSONValue.integer) ?? .null,
      "history_item_id": historyItemID.map(JSONValue.string) ?? .null,
      "sends": .array(sends.map(\.json)), "ending": ending.map { .string($0.rawValue) } ?? .null,
    ]
  }
}

extension HeaderField {
  fileprivate var json: JSONValue { ["name": .string(name), "value": .string(value)] }
}

extension SendRecord {
  fileprivate var json: JSONValue {
    [
      "instant_nanoseconds": .integer(Int(clamping: instant.nanoseconds)),
      "due_nanoseconds": .integer(Int(due.signedNanoseconds)), "bytes": .integer(bytes.rawValue),
      "total_bytes": .integer(totalBytes.rawValue),
      "total_audio_nanoseconds": totalAudio.map { .integer(Int($0.signedNanoseconds)) } ?? .null,
    ]
  }
}
