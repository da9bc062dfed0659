import AudioTypes
import CCurl
import Glibc

extension CurlEasy {
  /// What libcurl measured of the transfer, which it started at `start`.
  ///
  /// - Parameter isConnected: whether its connection is known to stand, though the request has not left.
  func timings(since start: MonotonicInstant, isConnected: Bool = false) -> HTTPTimings {
    var timings = HTTPTimings(started: start)
    timings.requestSent = instant(.preTransferMicroseconds, since: start)
    timings.responseStarted = instant(.startTransferMicroseconds, since: start)
    timings.connectionReused = (isConnected || timings.requestSent != nil) && info(.newConnectionCount) == 0
    if !timings.connectionReused {
      timings.nameLookupDone = instant(.nameLookupMicroseconds, since: start)
      timings.connected = instant(.connectMicroseconds, since: start)
      timings.tlsDone = instant(.tlsMicroseconds, since: start)
    }
    if let address = info(.primaryAddress), !address.isEmpty { timings.primaryAddress = address }
    if case let status = info(.connectResponseCode), status > 0 { timings.proxyStatus = status }
    return timings
  }

  private func instant(_ offset: CurlInfo<Int64>, since start: MonotonicInstant) -> MonotonicInstant? {
    let microseconds = info(offset)
    return microseconds > 0 ? start.advanced(by: .microseconds(microseconds)) : nil
  }

  /// What `code` means for a transfer to `host`; nil for `CURLE_OK`.
  func error(for code: CURLcode, host: String, hasHead: Bool) -> HTTPError? {
    guard code != CURLE_OK else { return nil }
    if hasHead { return errorAfterHead(code) }
    return proxyError(code, host: host) ?? connectionError(code, host: host) ?? answerError(code, host: host)
  }

  /// Once the head is there, whatever ends the transfer cuts the body short, except what is wrong on this side.
  private func errorAfterHead(_ code: CURLcode) -> HTTPError {
    switch code {
    case CURLE_OUT_OF_MEMORY, CURLE_FAILED_INIT, CURLE_BAD_FUNCTION_ARGUMENT, CURLE_NOT_BUILT_IN:
      .systemFailure(reason: CurlMessage.text(of: code))
    default: .cutShort
    }
  }

  private func proxyError(_ code: CURLcode, host: String) -> HTTPError? {
    switch code {
    case CURLE_COULDNT_RESOLVE_PROXY: return .proxy(reason: "its name could not be found")
    case CURLE_PROXY: return .proxy(reason: CurlMessage.text(of: code))
    case CURLE_COULDNT_CONNECT where isProxyConnection(host: host): return .proxy(reason: "it cannot be reached")
    default:
      let status = info(.connectResponseCode)
      return status == 0 || (200..<300).contains(status) ? nil : .proxy(reason: "it answered with status \(status)")
    }
  }

  /// Whether a connection that could not be made was to a proxy. libcurl 7.88 tells by nothing but the host in its message.
  private func isProxyConnection(host: String) -> Bool {
    let message = errorMessage
    let name = host.filter { $0 != "[" && $0 != "]" }
    return message.hasPrefix("Failed to connect to ") && !message.hasPrefix("Failed to connect to \(name) ")
  }

  private func connectionError(_ code: CURLcode, host: String) -> HTTPError? {
    switch code {
    case CURLE_COULDNT_RESOLVE_HOST: .unresolvedHost(host: host)
    case CURLE_OPERATION_TIMEDOUT: .connectTimeout
    case CURLE_COULDNT_CONNECT:
      switch Int32(truncatingIfNeeded: info(.systemErrorNumber)) {
      case ECONNREFUSED: .connectionRefused(host: host)
      case ETIMEDOUT: .connectTimeout
      case let number: .unreachable(host: host, reason: systemText(number) ?? CurlMessage.text(of: code))
      }
    case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
      CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_PINNEDPUBKEYNOTMATCH:
      .tls(host: host, reason: errorMessage.isEmpty ? CurlMessage.text(of: code) : errorMessage)
    default: nil
    }
  }

  private func answerError(_ code: CURLcode, host: String) -> HTTPError {
    switch code {
    case CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_SEND_FAIL_REWIND, CURLE_HTTP2, CURLE_HTTP2_STREAM,
      CURLE_PARTIAL_FILE:
      .connectionLost(host: host)
    // libcurl has a limit of its own for one line, 100 KiB, and says it so.
    case CURLE_OUT_OF_MEMORY: .headTooLarge
    case CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL, CURLE_BAD_CONTENT_ENCODING:
      .protocolViolation(reason: CurlMessage.text(of: code))
    default: .systemFailure(reason: CurlMessage.text(of: code))
    }
  }

  private func systemText(_ number: Int32) -> String? {
    guard number != 0, let text = unsafe strerror(number) else { return nil }
    return unsafe String(cString: text)
  }
}
