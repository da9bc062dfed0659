import Glibc
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
  }

  /// The file, as the caller named it.
  public let path: String
  /// What failed.
  public let step: Step
  /// The system's reason, an `errno` value.
  public let errno: Int32

  /// One sentence for people.
  public var message: String {
    unsafe "\(path) \(step.rawValue): \(String(cString: strerror(errno)))."
  }
}

/// Writes a whole file, which takes its name when it is complete; `-` is standard output.
public func writeFile(_ path: String, _ contents: [UInt8]) throws(FileOutputError) {
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

  /// Whether nothing of it can be seen before it is committed.
  var isHidden: Bool { move != nil }

  /// Opens `path` for writing; `-` is standard output.
  init(path: String) throws(FileOutputError) {
    let (descriptor, move) = Self.open(path)
    guard descriptor >= 0 else { throw FileOutputError(path: path, step: .open, errno: errno) }
    self.path = path
    self.descriptor = descriptor
    self.move = move
  }

  /// The descriptor is negative, and `errno` says why, when `path` cannot be opened.
  private static func open(_ path: String) -> (descriptor: Int32, move: (from: String, to: String)?) {
    guard path != "-" else { return (dup(STDOUT_FILENO), nil) }
    var (status, link) = (stat(), stat())
    let exists = unsafe stat(path, &status) == 0
    let isLinkToNowhere = unsafe !exists && lstat(path, &link) == 0
    let isOrdinary = exists ? status.st_mode & S_IFMT == S_IFREG : !isLinkToNowhere
    // No name is no place: left to open(2), which refuses it. What the kernel shows as files has no place beside it.
    guard isOrdinary, !path.isEmpty, !path.hasPrefix("/dev/"), !path.hasPrefix("/proc/") else {
      return unsafe (Glibc.open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666), nil)
    }
    let target = exists ? resolved(path) : path
    guard unsafe !exists || access(target, W_OK) == 0 else { return (-1, nil) }
    let number = partCount.add(1, ordering: .relaxed).newValue
    let part = "\(target).\(getpid())-\(number).part"
    let descriptor = unsafe Glibc.open(part, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o666)
    if exists, descriptor >= 0 { fchmod(descriptor, status.st_mode & 0o777) }
    return (descriptor, (part, target))
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
      guard count > 0 else { throw FileOutputError(path: path, step: .write, errno: errno) }
      rest = rest.extracting(droppingFirst: count)
    }
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
