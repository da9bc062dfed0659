package import AudioTypes

/// When the steps of one transfer were done. A step that was not reached, or not needed because the connection was kept
/// from an earlier transfer, is nil.
package struct HTTPTimings: Sendable {
  /// The network thread took up the request.
  package var started: MonotonicInstant
  /// The host's name was resolved (`CURLINFO_NAMELOOKUP_TIME_T`).
  package var nameLookupDone: MonotonicInstant?
  /// The TCP connection stood (`CURLINFO_CONNECT_TIME_T`).
  package var connected: MonotonicInstant?
  /// The TLS handshake was complete (`CURLINFO_APPCONNECT_TIME_T`).
  package var tlsDone: MonotonicInstant?
  /// The request was handed to the connection (`CURLINFO_PRETRANSFER_TIME_T`); a small one goes out in the same write.
  /// Of one with a `RequestHold`: its body was.
  package var requestSent: MonotonicInstant?
  /// The first byte of the response arrived, which is one of its head (`CURLINFO_STARTTRANSFER_TIME_T`).
  package var responseStarted: MonotonicInstant?
  /// The first byte of the body arrived.
  package var firstBodyByte: MonotonicInstant?
  /// The last byte of the body so far arrived, or could at last be delivered when the ring had been full.
  package var lastBodyByte: MonotonicInstant?
  /// Whether the request went over a connection kept from an earlier transfer.
  package var connectionReused = false
  /// The version of the response, when its head had arrived.
  package var httpVersion: HTTPVersion?
  /// The protocol that protects the connection, in OpenSSL's words (`TLSv1.3`); nil for plain HTTP, and where libcurl was
  /// built with another library.
  package var tlsVersion: String?
  /// The status with which an HTTP proxy let the request through (`CURLINFO_HTTP_CONNECTCODE`); nil when none was asked.
  package var proxyStatus: Int?
  /// The numeric address of the peer: the server, or the proxy in front of it.
  package var primaryAddress: String?

  /// Makes timings of a transfer that has only just started.
  package init(started: MonotonicInstant) {
    self.started = started
  }
}
