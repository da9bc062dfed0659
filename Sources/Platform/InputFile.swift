import Glibc

/// Why a file could not be read.
public enum InputFileError: Error, Equatable {
  /// The system refused; the value is `errno`.
  case unreadable(errno: Int32)
  /// It is larger than the limit, in bytes.
  case tooLarge(limit: Int)
  /// Others than its owner may read it.
  case notPrivate
  /// It belongs to another user, who can read and change it.
  case notOwned

  /// What is wrong, as the end of a sentence that begins with the file's name.
  public var reason: String {
    switch self {
    case .unreadable(let errno): unsafe "cannot be read: \(String(cString: strerror(errno)))"
    case .tooLarge(let limit): "has more than \(limit) bytes"
    case .notPrivate: "can be read by others; make it private with chmod 600"
    case .notOwned: "belongs to another user; make a copy of your own"
    }
  }
}

/// Reads all of a file, of at most `limit` bytes; `-` is standard input.
///
/// - Parameter mustBePrivate: refuse a file that group or others may read, or that belongs to another user.
public func readFile(_ path: String, limit: Int, mustBePrivate: Bool = false) throws(InputFileError) -> [UInt8] {
  let descriptor = path == "-" ? dup(STDIN_FILENO) : unsafe open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { throw .unreadable(errno: errno) }
  defer { close(descriptor) }
  if mustBePrivate { try checkPrivate(descriptor) }
  var contents: [UInt8] = []
  var piece = [UInt8](repeating: 0, count: 65_536)
  while true {
    let count = unsafe read(descriptor, &piece, piece.count)
    if count < 0 && errno == EINTR { continue }
    guard count >= 0 else { throw .unreadable(errno: errno) }
    if count == 0 { return contents }
    contents += piece.prefix(count)
    guard contents.count <= limit else { throw .tooLarge(limit: limit) }
  }
}

private func checkPrivate(_ descriptor: Int32) throws(InputFileError) {
  var status = stat()
  guard unsafe fstat(descriptor, &status) == 0 else { throw .unreadable(errno: errno) }
  guard status.st_uid == geteuid() || status.st_uid == 0 else { throw .notOwned }
  guard status.st_mode & 0o077 == 0 else { throw .notPrivate }
}
