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
  /// Everybody may change it.
  case alterable
  /// It is a folder, a pipe or a device.
  case notOrdinary

  /// What is wrong, as the end of a sentence that begins with the file's name.
  public var reason: String {
    switch self {
    case .unreadable(let errno): unsafe "cannot be read: \(String(cString: strerror(errno)))"
    case .tooLarge(let limit): "has more than \(limit) bytes"
    case .notPrivate: "can be read by others; make it private with chmod 600"
    case .notOrdinary: "is no ordinary file"
    case .alterable: "can be changed by everybody; protect it with chmod o-w"
    case .notOwned: "belongs to another user; make a copy of your own"
    }
  }

  /// Whether there is no such file at all.
  public var isAbsence: Bool { self == .unreadable(errno: ENOENT) || self == .unreadable(errno: ENOTDIR) }
}

/// Reads all of a file, of at most `limit` bytes; `-` is standard input.
///
/// - Parameter mustBePrivate: refuse a file that group or others may read, or that belongs to another user.
/// - Parameter mustBeUnalterable: refuse what is no ordinary file, or one that everybody may write to.
public func readFile(
  _ path: String, limit: Int, mustBePrivate: Bool = false, mustBeUnalterable: Bool = false
) throws(InputFileError) -> [UInt8] {
  // Opening a pipe would wait for its other end.
  let flags = O_RDONLY | O_CLOEXEC | (mustBeUnalterable ? O_NONBLOCK : 0)
  let descriptor = path == "-" ? dup(STDIN_FILENO) : unsafe open(path, flags)
  guard descriptor >= 0 else { throw .unreadable(errno: errno) }
  defer { close(descriptor) }
  if mustBePrivate { try checkPrivate(descriptor) }
  if mustBeUnalterable { try checkUnalterable(descriptor) }
  var contents: [UInt8] = []
  var piece = [UInt8](repeating: 0, count: 65_536)
  while true {
    let count = unsafe read(descriptor, &piece, piece.count)
    if count < 0 && errno == EINTR { continue }
    if count < 0 && errno == EAGAIN {
      waitForBytes(descriptor)
      continue
    }
    guard count >= 0 else { throw .unreadable(errno: errno) }
    if count == 0 { return contents }
    contents += piece.prefix(count)
    guard contents.count <= limit else { throw .tooLarge(limit: limit) }
  }
}

/// The same on a thread of its own: who waits for it, for as long as a pipe is open or somebody types, blocks no other thread.
public func readWholeFile(_ path: String, limit: Int) async throws(InputFileError) -> [UInt8] {
  try await SystemThread.run(name: "gust-input", orFail: { .unreadable(errno: $0.code) }) { () throws(InputFileError) in
    try readFile(path, limit: limit)
  }
}

private func checkUnalterable(_ descriptor: Int32) throws(InputFileError) {
  let mode = try status(of: descriptor).st_mode
  guard mode & S_IFMT == S_IFREG else { throw .notOrdinary }
  guard mode & S_IWOTH == 0 else { throw .alterable }
}

private func checkPrivate(_ descriptor: Int32) throws(InputFileError) {
  let status = try status(of: descriptor)
  guard status.st_uid == geteuid() || status.st_uid == 0 else { throw .notOwned }
  guard status.st_mode & 0o077 == 0 else { throw .notPrivate }
}

private func status(of descriptor: Int32) throws(InputFileError) -> stat {
  var status = stat()
  guard unsafe fstat(descriptor, &status) == 0 else { throw .unreadable(errno: errno) }
  return status
}

/// How many bytes an ordinary file holds; nil when there is none, or it is something else.
public func sizeOfFile(_ path: String) -> Int? {
  var status = stat()
  guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
  return status.st_size
}
