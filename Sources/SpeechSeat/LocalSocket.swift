import CLinux
import Glibc

/// The owner of a socket's descriptor.
struct LocalSocket: ~Copyable {
  let descriptor: Int32

  init(adopting descriptor: Int32) {
    self.descriptor = descriptor
  }

  /// A stream socket of the local kind; nil when the system has none to give.
  init?(flags: Int32 = 0) {
    descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue) | flags, 0)
    guard descriptor >= 0 else { return nil }
  }

  deinit {
    close(descriptor)
  }

  /// Another descriptor of it, which is the caller's to close.
  func copy() -> Int32 { fcntl(descriptor, F_DUPFD_CLOEXEC, 0) }

  /// Begins to listen at `path`.
  func listen(at path: String, backlog: Int32) -> Bool {
    unsafe Self.withAddress(path) { unsafe bind(descriptor, $0, $1) } == 0 && Glibc.listen(descriptor, backlog) == 0
  }

  func connect(to path: String) -> Bool {
    unsafe Self.withAddress(path) { unsafe Glibc.connect(descriptor, $0, $1) } == 0
  }

  /// The process that called `listen` or `connect` at the other end, and whose it is.
  var peer: gust_peer? {
    var peer = gust_peer()
    var size = socklen_t(MemoryLayout<gust_peer>.size)
    return unsafe getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 ? peer : nil
  }

  func send(_ bytes: [UInt8]) -> Bool {
    unsafe Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
  }

  /// The next `count` bytes, if they come within `limit`.
  func receive(_ count: Int, within limit: Duration) -> [UInt8]? {
    var time = timeval(
      tv_sec: Int(limit.components.seconds), tv_usec: Int(limit.components.attoseconds / 1_000_000_000_000))
    unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
    var bytes = [UInt8](repeating: 0, count: count)
    return unsafe recv(descriptor, &bytes, count, Int32(MSG_WAITALL)) == count ? bytes : nil
  }

  /// Returns -1 when the path is too long.
  private static func withAddress(
    _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
  ) -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    let fits = unsafe withUnsafeMutableBytes(of: &address.sun_path) { room in
      guard bytes.count < room.count else { return false }
      unsafe room.copyBytes(from: bytes)
      return true
    }
    guard fits else { return -1 }
    return unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }
}
