public import AudioTypes

/// When the steps of one transfer were done. A step that was not reached, or not needed because the connection was kept
/// from an earlier transfer, is nil.
public struct HTTPTimings: Sendable {
  /// The network thread took up the request.
  public var started: MonotonicInstant
  /// The host's name was resolved (`CURLINFO_NAMELOOKUP_TIME_T`).
  public var nameLookupDone: MonotonicInstant?
  /// The TCP connection stood (`CURLINFO_CONNECT_TIME_T`).
  public var connected: MonotonicInstant?
  /// The TLS handshake was complete (`CURLINFO_APPCONNECT_TIME_T`).
  public var tlsDone: MonotonicInstant?
  /// The request was handed to the connection (`CURLINFO_PRETRANSFER_TIME_T`); a small one goes out in the same write.
  /// Of one with a `RequestHold`: its body was.
  public var requestSent: MonotonicInstant?
  /// The first byte of the response arrived, which is one of its head (`CURLINFO_STARTTRANSFER_TIME_T`).
  public var responseStarted: MonotonicInstant?
  /// The first byte of the body arrived.
  public var firstBodyByte: MonotonicInstant?
  /// The last byte of the body so far arrived, or could at last be delivered when the ring had been full.
  public var lastBodyByte: MonotonicInstant?
  /// Whether the request went over a connection kept from an earlier transfer.
  public var connectionReused = false
  /// The version of the response, when its head had arrived.
  public var httpVersion: HTTPVersion?
  /// The numeric address of the peer: the server, or the proxy in front of it.
  public var primaryAddress: String?

  /// Makes timings of a transfer that has only just started.
  public init(started: MonotonicInstant) {
    self.started = started
  }
}
