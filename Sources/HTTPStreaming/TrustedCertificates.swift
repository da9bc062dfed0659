import Platform

/// The certificates a client trusts in place of libcurl's own choice; nil leaves that as it is.
struct TrustedCertificates: Sendable {
  private let file: String?
  private let directory: String?
  private let isExclusive: Bool

  /// Trusts `file` alone, or without one what `SSL_CERT_FILE` and `SSL_CERT_DIR` name, which libcurl does not read itself.
  /// Each of the two replaces the system's own file or directory, as in OpenSSL.
  init(file: String?) {
    isExclusive = file != nil
    self.file = file ?? environmentVariable("SSL_CERT_FILE")
    directory = isExclusive ? nil : environmentVariable("SSL_CERT_DIR")
  }

  func apply(to easy: borrowing CurlEasy) throws(HTTPError) {
    if let file { try easy.set(.certificateFile, file) }
    if directory != nil || isExclusive { try easy.set(.certificateDirectory, directory) }
  }
}
