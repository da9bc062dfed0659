import Glibc

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
  try unsafe file.write(contents.span.bytes)
  try file.commit()
}

/// The owner of a file that is being written.
///
/// An ordinary file is written beside its place, as `NAME.part`, and takes its name when it is committed: a file that was
/// there before stays whole until then. What is no ordinary file (a pipe, `/dev/null`) is written to directly.
@safe
struct OutputFile: ~Copyable {
  let path: String
  private let descriptor: Int32
  /// Where the bytes are until they are committed; nil when they go straight to `path`.
  private let partPath: String?

  /// Opens `path` for writing; `-` is standard output.
  init(path: String) throws(FileOutputError) {
    self.path = path
    var status = stat()
    // No name is no place: left to open(2), which refuses it before anything is written to `.part`.
    let isInPlace =
      path == "-" || path.isEmpty || (unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFREG)
    partPath = isInPlace ? nil : path + ".part"
    descriptor =
      path == "-"
      ? dup(STDOUT_FILENO)
      : unsafe open(partPath ?? path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw FileOutputError(path: path, step: .open, errno: errno) }
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
    guard let partPath else { return }
    guard unsafe rename(partPath, path) == 0 else {
      throw FileOutputError(path: path, step: .rename, errno: errno)
    }
  }

  /// Leaves nothing behind.
  consuming func discard() {
    if let partPath { unsafe unlink(partPath) }
  }
}
