internal import AudioTypes
internal import CMicrohttpd

// What MHD calls, always on the thread of the connection concerned.

/// Called once when the headers are there, once per part of the body, and once more when the request is complete.
func handleAccess(
  _ context: UnsafeMutableRawPointer?, _ connection: OpaquePointer?, _ url: UnsafePointer<CChar>?,
  _ method: UnsafePointer<CChar>?, _ version: UnsafePointer<CChar>?, _ upload: UnsafePointer<CChar>?,
  _ uploadSize: UnsafeMutablePointer<Int>?, _ state: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
) -> MHD_Result {
  guard let context = unsafe context, let connection = unsafe connection, let url = unsafe url,
    let method = unsafe method, let uploadSize = unsafe uploadSize, let state = unsafe state
  else { return .NO }
  guard let known = unsafe state.pointee else {
    let server = unsafe Unmanaged<HTTPServerContext>.fromOpaque(context).takeUnretainedValue()
    let exchange = unsafe Exchange(server: server, socket: mhd_socket(connection))
    unsafe state.pointee = Unmanaged.passRetained(exchange).toOpaque()
    return .YES
  }
  let exchange = unsafe Unmanaged<Exchange>.fromOpaque(known).takeUnretainedValue()
  if unsafe uploadSize.pointee > 0 {
    unsafe exchange.append(UnsafeRawBufferPointer(start: upload, count: uploadSize.pointee))
    unsafe uploadSize.pointee = 0
    return .YES
  }
  return unsafe answer(exchange, connection, url: String(cString: url), method: String(cString: method))
}

/// Called when the last byte of the answer has been sent or never will be.
func handleCompletion(
  _ context: UnsafeMutableRawPointer?, _ connection: OpaquePointer?,
  _ state: UnsafeMutablePointer<UnsafeMutableRawPointer?>?, _ reason: MHD_RequestTerminationCode
) {
  guard let known = unsafe state?.pointee else { return }
  let exchange = unsafe Unmanaged<Exchange>.fromOpaque(known).takeRetainedValue()
  unsafe state?.pointee = nil
  switch reason {
  case .REQUEST_TERMINATED_COMPLETED_OK: exchange.logEnding(.complete)
  case .REQUEST_TERMINATED_DAEMON_SHUTDOWN: exchange.logEnding(.stopped)
  default: exchange.logEnding(.clientDisconnected)
  }
}

private func answer(_ exchange: Exchange, _ connection: OpaquePointer, url: String, method: String) -> MHD_Result {
  let request = unsafe HTTPRequest(
    method: method, path: url, query: fields(of: connection, .GET_ARGUMENT_KIND),
    headers: fields(of: connection, .HEADER_KIND), body: exchange.body, isBodyTooLong: exchange.isBodyTooLong,
    arrival: .now, clientPort: Int(mhd_client_port(connection)))
  exchange.begin(request)
  let reply = exchange.server.service.reply(to: request)
  guard exchange.wait(until: reply.headersDue), let response = unsafe makeResponse(reply, exchange) else {
    return .NO
  }
  defer { unsafe MHD_destroy_response(response) }
  for field in reply.headers {
    _ = unsafe MHD_add_response_header(response, field.name, field.value)
  }
  exchange.logReply(reply)
  return unsafe MHD_queue_response(connection, UInt32(clamping: reply.status), response)
}

private func makeResponse(_ reply: HTTPReply, _ exchange: Exchange) -> OpaquePointer? {
  switch reply.body {
  case .whole(let bytes):
    exchange.logSend(bytes.count, total: bytes.count, due: .zero, bytesPerMillisecond: nil)
    var bytes = bytes
    return unsafe bytes.withUnsafeMutableBytes { buffer in
      unsafe MHD_create_response_from_buffer(buffer.count, buffer.baseAddress, .RESPMEM_MUST_COPY)
    }
  case .paced(let bytes, let plan, let bytesPerMillisecond, let contentLength):
    let sender = BodySender(bytes: bytes, plan: plan, bytesPerMillisecond: bytesPerMillisecond, exchange: exchange)
    let size = contentLength ? UInt64(bytes.count) : UInt64.max  // MHD_SIZE_UNKNOWN: chunked
    return unsafe MHD_create_response_from_callback(
      size, 64 * 1024, readBody, Unmanaged.passRetained(sender).toOpaque(), releaseBody)
  }
}

private func readBody(
  _ context: UnsafeMutableRawPointer?, _ position: UInt64, _ buffer: UnsafeMutablePointer<CChar>?, _ capacity: Int
) -> Int {
  let endOfStream = -1  // MHD_CONTENT_READER_END_OF_STREAM
  let endWithError = -2  // MHD_CONTENT_READER_END_WITH_ERROR
  guard let context = unsafe context else { return endWithError }
  let sender = unsafe Unmanaged<BodySender>.fromOpaque(context).takeUnretainedValue()
  switch unsafe sender.next(into: UnsafeMutableRawBufferPointer(start: buffer, count: capacity)) {
  case .bytes(let count): return count
  case .end: return endOfStream
  case .broken: return endWithError
  }
}

private func releaseBody(_ context: UnsafeMutableRawPointer?) {
  guard let context = unsafe context else { return }
  unsafe Unmanaged<BodySender>.fromOpaque(context).release()
}

private func fields(of connection: OpaquePointer, _ kind: MHD_ValueKind) -> [HeaderField] {
  var fields: [HeaderField] = []
  unsafe withUnsafeMutablePointer(to: &fields) { fields in
    _ = unsafe MHD_get_connection_values(connection, kind, collectField, fields)
  }
  return fields
}

private func collectField(
  _ context: UnsafeMutableRawPointer?, _ kind: MHD_ValueKind, _ name: UnsafePointer<CChar>?,
  _ value: UnsafePointer<CChar>?
) -> MHD_Result {
  guard let context = unsafe context, let name = unsafe name else { return .NO }
  let field = HeaderField(
    name: unsafe String(cString: name), value: unsafe value.map { unsafe String(cString: $0) } ?? "")
  unsafe context.assumingMemoryBound(to: [HeaderField].self).pointee.append(field)
  return .YES
}
