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
    var name = sockaddr_un()
    name.sun_family = sa_family_t(AF_UNIX)
    unsafe withUnsafeMutableBytes(of: &name.sun_path) { unsafe $0.copyBytes(from: path.utf8) }
    let bound = unsafe withUnsafePointer(to: &name) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        unsafe bind(descriptor, pointer, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard descriptor >= 0, bound == 0, listen(descriptor, 8) == 0 else {
      throw CocoaError(.fileWriteUnknown)
    }
  }

  deinit {
    close(descriptor)
    unsafe unlink(path)
  }
}
