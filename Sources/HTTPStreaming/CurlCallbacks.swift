import AudioTypes
import CCurl
import Glibc

/// The functions libcurl calls for a transfer, all on the network thread and all with the `Transfer` as their context.
@safe struct CurlCallbacks {
  let headerLine: curl_write_callback
  let body: curl_write_callback
  let sendBody: curl_read_callback
  let request: curl_prereq_callback
  let openSocket: curl_opensocket_callback

  static var forTransfer: CurlCallbacks {
    unsafe CurlCallbacks(
      headerLine: takeHeaderLine, body: takeBody, sendBody: giveBody, request: allowRequest, openSocket: makeSocket)
  }
}

/// `CURLOPT_HEADERFUNCTION`: one complete line, also of interim heads and of trailers. Any count but the given one ends the
/// transfer.
private func takeHeaderLine(
  _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
  guard let transfer = unsafe transfer(context) else { return 0 }
  let line = unsafe String(decoding: UnsafeRawBufferPointer(start: bytes, count: count), as: UTF8.self)
  return transfer.receive(headerLine: line) ? count : 0
}

/// `CURLOPT_WRITEFUNCTION`: up to 16 KiB of the body; zero bytes for an empty one.
private func takeBody(
  _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
  guard let transfer = unsafe transfer(context) else { return 0 }
  let buffer = unsafe UnsafeRawBufferPointer(start: bytes, count: count)
  switch unsafe transfer.receive(body: buffer.bytes) {
  case .taken: return count
  case .held: return Int(CURL_WRITEFUNC_PAUSE)
  case .failed: return Int(CURL_WRITEFUNC_ERROR)
  }
}

/// `CURLOPT_READFUNCTION`: room for the next bytes of the request's body.
private func giveBody(
  _ room: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
  guard let transfer = unsafe transfer(context) else { return Int(CURL_READFUNC_ABORT) }
  guard let bytes = transfer.nextOfBody(atMost: ByteCount(size * count)) else { return Int(CURL_READFUNC_PAUSE) }
  unsafe UnsafeMutableRawBufferPointer(start: room, count: size * count).copyBytes(from: bytes)
  return bytes.count
}

/// `CURLOPT_PREREQFUNCTION`: a connection stands and the request is about to go out, perhaps once more.
private func allowRequest(
  _ context: UnsafeMutableRawPointer?, _ remoteAddress: UnsafeMutablePointer<CChar>?,
  _ localAddress: UnsafeMutablePointer<CChar>?, _ remotePort: Int32, _ localPort: Int32
) -> Int32 {
  guard let transfer = unsafe transfer(context), transfer.mayStartRequest() else { return CURL_PREREQFUNC_ABORT }
  return CURL_PREREQFUNC_OK
}

/// `CURLOPT_OPENSOCKETFUNCTION`: a socket that no program inherits which this process starts. libcurl's own would be.
private func makeSocket(
  _ context: UnsafeMutableRawPointer?, _ purpose: curlsocktype, _ address: UnsafeMutablePointer<curl_sockaddr>?
) -> curl_socket_t {
  guard let address = unsafe address?.pointee else { return CURL_SOCKET_BAD }
  return socket(address.family, address.socktype | Int32(SOCK_CLOEXEC.rawValue), address.protocol)
}

private func transfer(_ context: UnsafeMutableRawPointer?) -> Transfer? {
  guard let context = unsafe context else { return nil }
  return unsafe Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
}
