import Glibc
import Synchronization

/// The folder in which programs keep what they learn, for this program: `$XDG_STATE_HOME/gust`, else
/// `~/.local/state/gust` (XDG Base Directory Specification 0.8). Nil when neither place is named, or `GUST_STATE` is `off`.
public func standardStateFolder() -> String? {
  guard environmentVariable("GUST_STATE") != "off" else { return nil }
  return standardFolder("XDG_STATE_HOME", inHome: ".local/state").map { $0 + "/gust" }
}

/// A small file that a program keeps for itself alone, and can do without: every failure is silent.
public struct StateFile: Sendable {
  private let folder: String
  private let path: String

  private static let partCount = Atomic(0)

  /// Names the file `name` in `folder`; neither has to be there.
  public init(folder: String, name: String) {
    self.folder = folder
    path = "\(folder)/\(name)"
  }

  /// Its contents; nil when there are none, more than `limit` bytes, or it is no ordinary file of this user.
  public func read(limit: Int) -> [UInt8]? {
    // Whatever lies there in its place, a link or a pipe, is neither followed nor waited for.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_uid == geteuid(),
      status.st_size <= limit
    else { return nil }
    return unsafe [UInt8](unsafeUninitializedCapacity: Int(status.st_size)) { buffer, count in
      while count < buffer.count {
        let got = unsafe Glibc.read(descriptor, buffer.baseAddress.map { unsafe $0 + count }, buffer.count - count)
        if got < 0 && errno == EINTR { continue }
        guard got > 0 else { return }
        count += got
      }
    }
  }

  /// Puts `contents` in its place, whole or not at all, readable by this user alone. The folder is made when it is missing;
  /// one that belongs to somebody else, or that others can write to, is left alone.
  @discardableResult
  public func replace(with contents: [UInt8]) -> Bool {
    guard folder.hasPrefix("/") else { return false }
    makeFolder()
    guard (try? checkFolder(folder, mustExist: true)) != nil else { return false }
    let part = "\(path).\(getpid())-\(Self.partCount.add(1, ordering: .relaxed).newValue).part"
    // One that a process with this number left behind, cut off in the middle.
    unsafe unlink(part)
    let descriptor = unsafe open(part, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return false }
    let count = unsafe contents.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
    let isWritten = close(descriptor) == 0 && count == contents.count
    guard isWritten, unsafe rename(part, path) == 0 else {
      unsafe unlink(part)
      return false
    }
    return true
  }

  /// Makes the folder and those above it that are missing.
  private func makeFolder() {
    guard unsafe access(folder, F_OK) != 0 else { return }
    var made = ""
    for name in folder.split(separator: "/") {
      made += "/\(name)"
      unsafe mkdir(made, 0o700)
    }
  }
}
