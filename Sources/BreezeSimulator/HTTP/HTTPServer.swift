internal import AudioTypes
internal import CMicrohttpd
internal import Glibc

/// What every connection of one server shares.
final class HTTPServerContext: Sendable {
  let service: any HTTPService
  let log: RequestLog?
  let stop: StopSignal

  init(service: any HTTPService, log: RequestLog?, stop: StopSignal) {
    self.service = service
    self.log = log
    self.stop = stop
  }
}

/// A running libmicrohttpd on 127.0.0.1, one thread per connection. Owns the daemon: it ends with this value.
@safe struct HTTPServer: ~Copyable {
  /// The PEM texts of an HTTPS server.
  struct Identity {
    var certificate: String
    var key: String
  }

  /// The port it listens on.
  let port: Int
  private let daemon: OpaquePointer
  private let context: HTTPServerContext

  init(
    port: Int, identity: Identity? = nil, service: any HTTPService, log: RequestLog? = nil
  ) throws(SimulatorError) {
    guard let stop = StopSignal() else { throw .cannotListen(port: port, reason: "too many open files") }
    guard let number = UInt16(exactly: port) else { throw .cannotListen(port: port, reason: "no such port") }
    let context = HTTPServerContext(service: service, log: log, stop: stop)
    guard let daemon = unsafe Self.start(port: number, identity: identity, context: context) else {
      throw .cannotListen(port: port, reason: unsafe String(cString: strerror(errno)))
    }
    self.context = context
    unsafe self.daemon = daemon
    self.port = unsafe Int(mhd_bound_port(daemon))
  }

  deinit {
    // Threads that sleep until a chunk is due must wake first: stopping joins them.
    context.stop.raise()
    unsafe MHD_stop_daemon(daemon)
  }

  private static func start(port: UInt16, identity: Identity?, context: HTTPServerContext) -> OpaquePointer? {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var flags = MHD_USE_THREAD_PER_CONNECTION.rawValue | MHD_USE_POLL_INTERNAL_THREAD.rawValue
    if identity != nil { flags |= MHD_USE_TLS.rawValue }
    // The daemon reads the PEM texts while it starts and not again.
    return unsafe withCStrings(identity) { certificate, key in
      var options = unsafe [
        MHD_OptionItem(option: .CONNECTION_LIMIT, value: 128, ptr_value: nil),
        // Room for one large chunk of a burst; a chunk that does not fit is sent as several.
        MHD_OptionItem(option: .CONNECTION_MEMORY_LIMIT, value: 256 * 1024, ptr_value: nil),
      ]
      if let certificate = unsafe certificate, let key = unsafe key {
        unsafe options.append(MHD_OptionItem(option: .HTTPS_MEM_CERT, value: 0, ptr_value: certificate))
        unsafe options.append(MHD_OptionItem(option: .HTTPS_MEM_KEY, value: 0, ptr_value: key))
      }
      unsafe options.append(MHD_OptionItem(option: .END, value: 0, ptr_value: nil))
      let contextPointer = unsafe Unmanaged.passUnretained(context).toOpaque()
      return unsafe mhd_start(flags, &address, handleAccess, handleCompletion, contextPointer, options)
    }
  }

  private static func withCStrings<Result>(
    _ identity: Identity?, _ body: (UnsafeMutableRawPointer?, UnsafeMutableRawPointer?) -> Result
  ) -> Result {
    guard let identity else { return body(nil, nil) }
    return unsafe identity.certificate.withCString { certificate in
      unsafe identity.key.withCString { key in
        unsafe body(UnsafeMutableRawPointer(mutating: certificate), UnsafeMutableRawPointer(mutating: key))
      }
    }
  }
}
