import Glibc
import Platform
import Synchronization

/// Why audio could not be written to a file.
public struct FileOutputError: Error, Equatable {
  /// What was being done.
  public enum Step: String, Sendable {
    /// Creating or opening the file.
    case open = "cannot be opened for writing"
    /// Writing to it.
    case write = "cannot be written"
    /// Giving the finished file its name.
    case rename = "cannot be put in its place"
    /// Removing it.
    case remove = "cannot be removed"
    /// Making a file of that form out of what came.
    case form = "cannot be made of what the service sends"
  }

  /// The file, as the caller named it.
  public let path: String
  /// What failed.
  public let step: Step
  /// The system's reason, an `errno` value.
  public let errno: Int32

  /// A failure at `step` of writing `path`.
  package init(path: String, step: Step, errno: Int32) {
    self.path = path
    self.step = step
    self.errno = errno
  }

  /// Whether standard output is a pipe whose reader is gone, of whom nobody needs to be told.
  package var isReaderGone: Bool { path == "-" && errno == EPIPE }

  /// One sentence for people.
  public var message: String {
    unsafe "\(path) \(step.rawValue): \(String(cString: strerror(errno)))."
  }
}

/// Writes a whole file, which takes its name when it is complete; `-` is standard output.
package func writeFile(_ path: String, _ contents: [UInt8]) throws(FileOutputError) {
  let file = try OutputFile(path: path)
  do {
    try unsafe file.write(contents.span.bytes)
  } catch {
    file.discard()
    throw error
  }
  try file.commit()
}

/// The owner of a file that is being written.
///
/// An ordinary file is written beside its place, under a name of its own that ends in `.part`, and takes its name when it is
/// committed: a file that was there before stays whole until then, and gives its permissions on. A link stays a link. What is
/// no ordinary file (a pipe, a device) is written to directly.
@safe
struct OutputFile: ~Copyable {
  let path: String
  private let descriptor: Int32
  /// Where the bytes are, and where they go when they are committed; nil when they are there already.
  private let move: (from: String, to: String)?

  private static let partCount = Atomic(0)
  /// So many names are tried.
  private static let partLimit = 1000

  /// Whether nothing of it can be seen before it is committed.
  var isHidden: Bool { move != nil }

  /// Opens `path` for writing; `-` is standard output.
  ///
  /// - Parameter mayWait: whether to wait for the reader of a pipe; else a pipe is refused, as is whatever else has two ends.
  init(path: String, mayWait: Bool = true) throws(FileOutputError) {
    let (descriptor, move) = Self.open(path, mayWait ? 0 : O_NONBLOCK)
    guard descriptor >= 0 else { throw FileOutputError(path: path, step: .open, errno: errno) }
    guard mayWait || !Self.hasReader(descriptor) else {
      close(descriptor)
      throw FileOutputError(path: path, step: .open, errno: ESPIPE)
    }
    if !mayWait { _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) & ~O_NONBLOCK) }
    self.path = path
    self.descriptor = descriptor
    self.move = move
  }

  private static func hasReader(_ descriptor: Int32) -> Bool {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { return false }
    return [S_IFIFO, S_IFSOCK].contains(status.st_mode & S_IFMT)
  }

  /// The descriptor is negative, and `errno` says why, when `path` cannot be opened.
  private static func open(
    _ path: String, _ flag: Int32
  ) -> (descriptor: Int32, move: (from: String, to: String)?) {
    guard path != "-" else { return (dup(STDOUT_FILENO), nil) }
    var (status, link) = (stat(), stat())
    let exists = unsafe stat(path, &status) == 0
    let isLinkToNowhere = unsafe !exists && lstat(path, &link) == 0
    let isOrdinary = exists ? status.st_mode & S_IFMT == S_IFREG : !isLinkToNowhere
    // No name is no place: left to open(2), which refuses it.
    guard isOrdinary, !path.isEmpty, !isOfKernel(path) else {
      return unsafe (Glibc.open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | flag, 0o666), nil)
    }
    let target = exists ? resolved(path) : path
    guard unsafe !exists || access(target, W_OK) == 0 else { return (-1, nil) }
    let (descriptor, part) = openPart(of: target)
    if exists, descriptor >= 0 { fchmod(descriptor, status.st_mode & 0o777) }
    return (descriptor, (part, target))
  }

  /// What the kernel shows as files has no place beside it; /dev/shm is a file system like any other.
  private static func isOfKernel(_ path: String) -> Bool {
    path.hasPrefix("/proc/") || (path.hasPrefix("/dev/") && !path.hasPrefix("/dev/shm/"))
  }

  /// Opens a file beside `target` that was not there; the descriptor is negative, and `errno` says why, when none can be.
  ///
  /// A program that was killed may have left one behind, and have had this process's number: in containers many have.
  private static func openPart(of target: String) -> (descriptor: Int32, path: String) {
    var part = ""
    for _ in 0..<partLimit {
      part = "\(target).\(getpid())-\(partCount.add(1, ordering: .relaxed).newValue).part"
      let descriptor = unsafe Glibc.open(part, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o666)
      guard descriptor < 0, errno == EEXIST else { return (descriptor, part) }
    }
    return (-1, part)
  }

  /// The path without links in it.
  private static func resolved(_ path: String) -> String {
    guard let resolved = unsafe realpath(path, nil) else { return path }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
  }

  deinit {
    close(descriptor)
  }

  /// Writes all of `bytes`, however often the system takes only a part.
  func write(_ bytes: RawSpan) throws(FileOutputError) {
    var rest = bytes
    while rest.byteCount > 0 {
      let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      if count < 0 && errno == EAGAIN {
        waitForRoom(descriptor)
        continue
      }
      guard count > 0 else { throw FileOutputError(path: path, step: .write, errno: errno) }
      rest = rest.extracting(droppingFirst: count)
    }
  }

  /// Where the next byte goes, when it can be written again later: not in a pipe, nor where all goes to the end.
  var rewritablePosition: Int? {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      fcntl(descriptor, F_GETFL) & O_APPEND == 0
    else { return nil }
    let position = lseek(descriptor, 0, SEEK_CUR)
    return position < 0 ? nil : position
  }

  /// Replaces what stands at `position`.
  func rewrite(_ bytes: [UInt8], at position: Int) throws(FileOutputError) {
    var written = 0
    while written < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe pwrite(
          descriptor, buffer.baseAddress.map { unsafe $0 + written }, buffer.count - written, position + written)
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw FileOutputError(path: path, step: .write, errno: errno) }
      written += count
    }
  }

  /// Lets the file end at `position`.
  func cut(at position: Int) throws(FileOutputError) {
    guard ftruncate(descriptor, position) == 0 else { throw FileOutputError(path: path, step: .write, errno: errno) }
  }

  /// Gives the file its name.
  consuming func commit() throws(FileOutputError) {
    guard let move else { return }
    guard unsafe rename(move.from, move.to) == 0 else {
      throw FileOutputError(path: path, step: .rename, errno: errno)
    }
  }

  /// Leaves nothing behind.
  consuming func discard() {
    if let move { unsafe unlink(move.from) }
  }
}
