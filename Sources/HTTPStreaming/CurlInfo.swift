import CCurl

/// What libcurl can tell of a transfer, together with its type.
struct CurlInfo<Value>: Sendable {
  let code: CURLINFO

  init(_ code: CURLINFO) {
    self.code = code
  }
}

extension CurlInfo<Int> {
  static var connectResponseCode: Self { Self(CURLINFO_HTTP_CONNECTCODE) }
  /// Bytes of requests that the connections took, over all attempts.
  static var sentRequestByteCount: Self { Self(CURLINFO_REQUEST_SIZE) }
  static var newConnectionCount: Self { Self(CURLINFO_NUM_CONNECTS) }
  static var systemErrorNumber: Self { Self(CURLINFO_OS_ERRNO) }
}

extension CurlInfo<Int64> {
  static var connectMicroseconds: Self { Self(CURLINFO_CONNECT_TIME_T) }
  static var nameLookupMicroseconds: Self { Self(CURLINFO_NAMELOOKUP_TIME_T) }
  static var preTransferMicroseconds: Self { Self(CURLINFO_PRETRANSFER_TIME_T) }
  static var startTransferMicroseconds: Self { Self(CURLINFO_STARTTRANSFER_TIME_T) }
  static var tlsMicroseconds: Self { Self(CURLINFO_APPCONNECT_TIME_T) }
  static var uploadedByteCount: Self { Self(CURLINFO_SIZE_UPLOAD_T) }
}

extension CurlInfo<String> {
  /// What libcurl was built to trust; they belong to no transfer.
  static var defaultCertificateDirectory: Self { Self(CURLINFO_CAPATH) }
  static var defaultCertificateFile: Self { Self(CURLINFO_CAINFO) }
  static var primaryAddress: Self { Self(CURLINFO_PRIMARY_IP) }
}
