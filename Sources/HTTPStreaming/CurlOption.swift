import CCurl

/// An option of libcurl's easy interface together with the type of its value. Only what Gust sets is listed.
struct CurlOption<Value>: Sendable {
  let code: CURLoption

  init(_ code: CURLoption) {
    self.code = code
  }
}

extension CurlOption<Bool> {
  static var followLocation: Self { Self(CURLOPT_FOLLOWLOCATION) }
  static var noBody: Self { Self(CURLOPT_NOBODY) }
  static var noSignal: Self { Self(CURLOPT_NOSIGNAL) }
  static var pipeWait: Self { Self(CURLOPT_PIPEWAIT) }
  static var post: Self { Self(CURLOPT_POST) }
  static var quickExit: Self { Self(CURLOPT_QUICK_EXIT) }
  static var suppressConnectHeaders: Self { Self(CURLOPT_SUPPRESS_CONNECT_HEADERS) }
  static var tcpKeepAlive: Self { Self(CURLOPT_TCP_KEEPALIVE) }
  static var tcpNoDelay: Self { Self(CURLOPT_TCP_NODELAY) }
  static var verifyPeer: Self { Self(CURLOPT_SSL_VERIFYPEER) }
}

extension CurlOption<Int> {
  static var connectTimeoutMilliseconds: Self { Self(CURLOPT_CONNECTTIMEOUT_MS) }
  static var httpVersion: Self { Self(CURLOPT_HTTP_VERSION) }
  static var keepAliveIdleSeconds: Self { Self(CURLOPT_TCP_KEEPIDLE) }
  static var keepAliveIntervalSeconds: Self { Self(CURLOPT_TCP_KEEPINTVL) }
  static var tlsVersion: Self { Self(CURLOPT_SSLVERSION) }
  static var verifyHost: Self { Self(CURLOPT_SSL_VERIFYHOST) }
}

extension CurlOption<String> {
  static var certificateDirectory: Self { Self(CURLOPT_CAPATH) }
  static var certificateFile: Self { Self(CURLOPT_CAINFO) }
  static var protocols: Self { Self(CURLOPT_PROTOCOLS_STR) }
  static var proxy: Self { Self(CURLOPT_PROXY) }
  static var url: Self { Self(CURLOPT_URL) }
}
