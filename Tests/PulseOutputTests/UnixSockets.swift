import Foundation

/// A socket that takes connections and never answers.
final class SilentListener {
  let address: String
  private let path: String
  private let descriptor: Int32

  init() throws {
    path = "/tmp/gust-silent-\(UUID().uuidString)"
    address = "unix:\(path)"
    descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    let bound = unsafe withSocketAddress(path) { unsafe bind(descriptor, $0, $1) }
    guard descriptor >= 0, bound == 0, listen(descriptor, 8) == 0 else {
      throw CocoaError(.fileWriteUnknown)
    }
  }

  deinit {
    close(descriptor)
    unsafe unlink(path)
  }
}

/// Connections nobody has taken yet: so many that the listener at `path` has room for no other.
final class FullQueue {
  private var descriptors: [Int32] = []

  init(at path: String) throws {
    while true {
      let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
      descriptors.append(descriptor)
      guard unsafe withSocketAddress(path, { unsafe connect(descriptor, $0, $1) }) != 0 else { continue }
      guard errno == EAGAIN else { throw POSIXError(.init(rawValue: errno) ?? .EINVAL) }
      return
    }
  }

  deinit {
    for descriptor in descriptors { close(descriptor) }
  }
}

private func withSocketAddress(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
  var name = sockaddr_un()
  name.sun_family = sa_family_t(AF_UNIX)
  unsafe withUnsafeMutableBytes(of: &name.sun_path) { unsafe $0.copyBytes(from: path.utf8) }
  return unsafe withUnsafePointer(to: &name) { pointer in
    unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      unsafe body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
    }
  }
}
