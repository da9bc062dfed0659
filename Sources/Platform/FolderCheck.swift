import Glibc

/// Why a program cannot keep files of its own in a folder.
public enum FolderFault: Error, Equatable {
  /// It is not named by an absolute path.
  case notAbsolute
  /// It, or what should hold it, is not there, or no folder, or cannot be looked at; the value is `errno`.
  case unusable(path: String, errno: Int32)
  /// It belongs to another user.
  case notOwned
  /// Others may do there what only the user should.
  case notPrivate

  /// What is wrong, as the end of a sentence that begins with the folder's name.
  public var reason: String {
    switch self {
    case .notAbsolute: "is not an absolute path"
    case .unusable(let path, let errno): unsafe "cannot be used: \(path): \(String(cString: strerror(errno)))"
    case .notOwned: "belongs to another user"
    case .notPrivate: "can be changed or read by other users"
    }
  }
}

/// Looks whether files can be kept in a folder, which need not be there as long as it can be made. Changes nothing.
///
/// - Parameters:
///   - mustExist: whether it has to be there already.
///   - forbidden: the permissions that group and others must not have.
public func checkFolder(_ path: String, mustExist: Bool, forbidden: UInt32 = 0o022) throws(FolderFault) {
  guard path.hasPrefix("/") else { throw .notAbsolute }
  var status = stat()
  guard unsafe stat(path, &status) == 0 else {
    guard errno == ENOENT, !mustExist else { throw .unusable(path: path, errno: errno) }
    return try checkAncestor(of: path)
  }
  guard status.st_mode & S_IFMT == S_IFDIR else { throw .unusable(path: path, errno: ENOTDIR) }
  guard status.st_uid == geteuid() else { throw .notOwned }
  guard status.st_mode & forbidden == 0 else { throw .notPrivate }
  guard unsafe access(path, W_OK | X_OK) == 0 else { throw .unusable(path: path, errno: errno) }
}

/// The nearest folder above `path` that is there has to let this user make others in it.
private func checkAncestor(of path: String) throws(FolderFault) {
  var parent = path
  repeat {
    guard let slash = parent.lastIndex(of: "/") else { return }
    parent = slash == parent.startIndex ? "/" : String(parent[..<slash])
  } while unsafe access(parent, F_OK) != 0 && parent != "/"
  var status = stat()
  guard unsafe stat(parent, &status) == 0 else { throw .unusable(path: parent, errno: errno) }
  guard status.st_mode & S_IFMT == S_IFDIR else { throw .unusable(path: parent, errno: ENOTDIR) }
  guard unsafe access(parent, W_OK | X_OK) == 0 else { throw .unusable(path: parent, errno: errno) }
}
