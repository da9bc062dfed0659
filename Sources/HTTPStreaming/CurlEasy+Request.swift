import AudioTypes
import CCurl

extension CurlEasy {
  /// Sets every option of a transfer but its callbacks.
  mutating func configure(_ request: HTTPRequest, url: CheckedURL) throws(HTTPError) {
    try keepErrorMessage()
    try setDestination(url)
    try setConnection(limits: request.limits)
    try setTLS()
    try setFieldLines(request.fieldLines)
    switch request.method {
    case .get: break
    case .head: try set(.noBody, true)
    case .post:
      try set(.post, true)
      try request.hold == nil ? setPostBody(request.body) : setPostBodyLength(ByteCount(request.body.count))
    }
  }

  private func setDestination(_ url: CheckedURL) throws(HTTPError) {
    try set(.url, url.text)
    try set(.protocols, url.isLoopback ? "http,https" : "https")
    // A redirect would carry the key and the text to wherever it points.
    try set(.followLocation, false)
    // The empty string turns off what the environment names: a proxy's loopback is another machine's.
    if url.isLoopback { try set(.proxy, "") }
    try set(.suppressConnectHeaders, true)
    // Only where sharing is allowed at all, see `CurlMulti.setSharing`; plain HTTP never can.
    try set(.pipeWait, url.isSecure)
  }

  private func setConnection(limits: HTTPLimits) throws(HTTPError) {
    try set(.httpVersion, CURL_HTTP_VERSION_2TLS)
    try set(.connectTimeoutMilliseconds, limits.connect.limitMilliseconds)
    try set(.tcpNoDelay, true)
    try set(.tcpKeepAlive, true)
    try set(.keepAliveIdleSeconds, 30)
    try set(.keepAliveIntervalSeconds, 10)
    try set(.noSignal, true)
    // Do not wait for the resolver's thread when a look-up is given up: that would stop every other transfer.
    try set(.quickExit, true)
  }

  private func setTLS() throws(HTTPError) {
    try set(.verifyPeer, true)
    try set(.verifyHost, 2)
    try set(.tlsVersion, CURL_SSLVERSION_TLSv1_2)
  }
}

extension HTTPRequest {
  /// The request's fields as `CURLOPT_HTTPHEADER` wants them: `Name;` sends an empty value, `Name:` takes a field away.
  var fieldLines: [String] {
    var lines = fields.map {
      $0.value.allSatisfy { $0 == " " || $0 == "\t" } ? "\($0.name);" : "\($0.name): \($0.value)"
    }
    // Without this a longer POST would wait up to a second for "100 Continue".
    lines.append("Expect:")
    // libcurl would call every body a web form.
    if fields.value(of: "Content-Type") == nil { lines.append("Content-Type:") }
    return lines
  }
}
