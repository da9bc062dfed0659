import CLinux
import Glibc

/// The kernel's locks that make up the seat: three bytes of one file that holds nothing. Whatever ends a process frees its
/// locks, and those who wait for one get it in the order in which they came (Linux 5.0 and later).
final class SeatLocks: Sendable {
  enum Place: off_t {
    /// Being the next to speak, of those who wait their turn.
    case turn
    /// Speaking.
    case voice
    /// Waiting to speak before all who wait their turn.
    case urgency
  }

  private let descriptor: Int32

  init(in folder: SeatFolder) throws(SeatError) {
    descriptor = unsafe openat(folder.descriptor, "seat", O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, 0o600)
    guard descriptor >= 0 else { throw .system(path: "\(folder.path)/seat", errno: errno) }
  }

  deinit {
    close(descriptor)
  }

  /// Takes `place` if it is free, or ours already.
  func tryLock(_ place: Place) -> Bool {
    apply(gust_ofd_set_lock, F_WRLCK, place) != nil
  }

  /// Waits until `place` is ours. Blocks; nothing cuts it short but the end of the process.
  func lock(_ place: Place) {
    _ = apply(gust_ofd_wait_lock, F_WRLCK, place)
  }

  /// Waits until nobody has `place`, without keeping it. Blocks likewise.
  func waitUntilFree(_ place: Place) {
    _ = apply(gust_ofd_wait_lock, F_RDLCK, place)
    unlock(place)
  }

  func unlock(_ place: Place) {
    _ = apply(gust_ofd_set_lock, F_UNLCK, place)
  }

  /// Whether another process has `place`.
  func isTaken(_ place: Place) -> Bool {
    apply(gust_ofd_get_lock, F_RDLCK, place).map { $0.l_type != F_UNLCK } ?? false
  }

  /// Nil when the system refuses.
  private func apply(_ command: Int32, _ type: Int32, _ place: Place) -> flock? {
    var request = flock()
    request.l_type = Int16(type)
    request.l_whence = Int16(SEEK_SET)
    request.l_start = place.rawValue
    request.l_len = 1
    while unsafe fcntl(descriptor, command, &request) != 0 {
      guard errno == EINTR else { return nil }
    }
    return request
  }
}
