internal import AudioTypes
internal import CMicrohttpd
internal import Glibc

/// One request and its answer, from the first header to the last byte. Used only by its connection's thread.
final class Exchange {
  /// Longer bodies are answered with 413.
  static let bodyLimit = 256 * 1024

  let server: HTTPServerContext
  let socket: Int32
  private(set) var body: [UInt8] = []
  private(set) var isBodyTooLong = false
  private var logID: Int?
  private var arrival = MonotonicInstant(nanoseconds: 0)

  init(server: HTTPServerContext, socket: Int32) {
    self.server = server
    self.socket = socket
  }

  func append(_ part: UnsafeRawBufferPointer) {
    let room = Self.bodyLimit - body.count
    isBodyTooLong = isBodyTooLong || part.count > room
    unsafe body.append(contentsOf: part.prefix(room))
  }

  func begin(_ request: HTTPRequest) {
    arrival = request.arrival
    logID = server.log?.begin(request, headers: request.headers.map(server.service.loggable))
  }

  /// Sleeps until `due` after the request's arrival, or for ever; false when the client left or the server stops.
  func wait(until due: Duration?) -> Bool {
    switch server.stop.wait(until: due.map { arrival.advanced(by: $0) }, watching: socket) {
    case .due: return true
    case .peerLeft:
      logEnding(.clientDisconnected)
      return false
    case .stopped:
      logEnding(.stopped)
      return false
    }
  }

  func logReply(_ reply: HTTPReply) {
    update { $0.answer(status: reply.status, historyItemID: reply.historyItemID) }
  }

  func logSend(_ count: Int, total: Int, due: Duration, bytesPerMillisecond: Int?) {
    let now = MonotonicInstant.now
    update {
      $0.sends.append(
        SendRecord(
          instant: now, due: due, bytes: ByteCount(count), totalBytes: ByteCount(total),
          totalAudio: bytesPerMillisecond.map { .microseconds(total * 1000 / $0) }))
    }
  }

  /// The first ending said stands: MHD reports every cut as an error of the connection.
  func logEnding(_ ending: RequestRecord.Ending) {
    update { $0.ending = $0.ending ?? ending }
  }

  /// Dissolving the association of a TCP socket makes Linux send RST at once; closing it with SO_LINGER 0 would come
  /// after the FIN of MHD's own shutdown.
  func resetConnection() {
    var nowhere = sockaddr()
    nowhere.sa_family = sa_family_t(AF_UNSPEC)
    _ = unsafe connect(socket, &nowhere, socklen_t(MemoryLayout<sockaddr>.size))
  }

  private func update(_ change: (inout RequestRecord) -> Void) {
    if let logID { server.log?.update(logID, change) }
  }
}
