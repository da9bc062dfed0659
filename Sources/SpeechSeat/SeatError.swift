import Glibc

/// Why the speakers of this user cannot be kept apart. Speech itself does not need the seat.
public enum SeatError: Error, Equatable {
  /// The folder in which they meet belongs to somebody else, is open to others, or is no folder.
  case unsafeFolder(path: String)
  /// The system refused; the code is `errno`.
  case system(path: String, errno: Int32)

  /// One sentence for people.
  public var message: String {
    switch self {
    case .unsafeFolder(let path): "\(path) is not a private folder of yours."
    case .system(let path, let errno): unsafe "\(path) cannot be used: \(String(cString: strerror(errno)))."
    }
  }
}
