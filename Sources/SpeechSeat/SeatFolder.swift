import Glibc
import Platform

/// The folder in which the speakers of one user meet, held open: nobody else can look into it, or put anything there.
final class SeatFolder: Sendable {
  let path: String
  let descriptor: Int32

  /// Opens the folder, and makes it when it is missing.
  ///
  /// - Parameter path: by default `$XDG_RUNTIME_DIR/gust`, else `/run/user/UID/gust`, else `/tmp/gust-UID`.
  init(_ path: String?) throws(SeatError) {
    self.path = path ?? Self.standardPath
    let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
    var descriptor = unsafe open(self.path, flags)
    if descriptor < 0, errno == ENOENT {
      unsafe mkdir(self.path, 0o700)
      descriptor = unsafe open(self.path, flags)
    }
    guard descriptor >= 0 else {
      let isTaken = errno == ELOOP || errno == ENOTDIR
      throw isTaken ? .unsafeFolder(path: self.path) : .system(path: self.path, errno: errno)
    }
    self.descriptor = descriptor
    // Judged by what was opened: in /tmp anybody could have been there first.
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_uid == geteuid(), status.st_mode & 0o077 == 0 else {
      close(descriptor)
      throw .unsafeFolder(path: self.path)
    }
  }

  deinit {
    close(descriptor)
  }

  /// A path of `name` that fits a socket's address, however long the folder's own is.
  func shortPath(_ name: String) -> String { "/proc/self/fd/\(descriptor)/\(name)" }

  /// The names in it that begin with `prefix`.
  func names(_ prefix: String) -> [String] {
    let listing = unsafe openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard listing >= 0, let stream = unsafe fdopendir(listing) else { return [] }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name.hasPrefix(prefix) { names.append(name) }
    }
    return names
  }

  static var standardPath: String {
    let bases = [environmentVariable("XDG_RUNTIME_DIR"), "/run/user/\(geteuid())"].compactMap(\.self)
    // `sudo` and `su` may leave us another user's (XDG Base Directory Specification 0.8: “the directory MUST be owned by
    // the user”).
    let own = bases.first { (try? checkFolder($0, mustExist: true)) != nil }
    return own.map { $0 + "/gust" } ?? "/tmp/gust-\(geteuid())"
  }
}
