import Glibc
import Platform

/// The certificates a client trusts, and how they are read: one by one where that is possible.
///
/// libcurl trusts a file and a directory. The file holds every authority there is, and OpenSSL reads all of it before each
/// new handshake, for 30 ms of processor time; in the directory the one that signed is found by the hash of its name. So
/// the directory is asked alone first, and the file only when the certificate is not to be verified without it.
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

  /// Makes `easy` trust all of them.
  func apply(to easy: borrowing CurlEasy) throws(HTTPError) {
    if let file = file ?? easy.info(.defaultCertificateFile) { try easy.set(.certificateFile, file) }
    if directory != nil || isExclusive { try easy.set(.certificateDirectory, directory) }
  }

  /// Makes `easy` trust those of the directory only.
  ///
  /// - Returns: false, and nothing is changed, when it must be all of them at once: the directory is not one of hashed
  ///   names, or a file was named without it.
  func applyDirectory(to easy: borrowing CurlEasy) throws(HTTPError) -> Bool {
    guard !isExclusive, file == nil || directory != nil,
      let directory = directory ?? easy.info(.defaultCertificateDirectory), holdsHashedNames(directory)
    else { return false }
    try easy.set(.certificateDirectory, directory)
    try easy.set(.certificateFile, nil)
    return true
  }
}

/// Whether the directory has been prepared for look-ups by `openssl rehash`: its links are called like `b0e59380.0`.
private func holdsHashedNames(_ path: String) -> Bool {
  guard let directory = unsafe opendir(path) else { return false }
  defer { unsafe closedir(directory) }
  // A system has some hundred authorities, each with two names.
  for _ in 0..<4096 {
    guard let entry = unsafe readdir(directory) else { return false }
    // An entry is only as long as its name: the field must not be copied as a whole.
    let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { field in
      unsafe String(cString: UnsafeRawPointer(field).assumingMemoryBound(to: CChar.self))
    }
    if name.utf8.count == 10, name.hasSuffix(".0") { return true }
  }
  return false
}
