import CPulse

/// The question what the server is and which sink is its default, and the memory the answer arrives in.
struct ServerQuery: ~Copyable {
  struct Answer {
    var name: String?
    var version: String?
    var defaultSink: String?
    var isComplete = false
  }

  private let memory = CallbackMemory(Answer())
  private let operation: PulseOperation

  init(on connection: borrowing PulseConnection) throws(PulseError) {
    operation = unsafe try PulseOperation(
      pa_context_get_server_info(connection.context, takeServer, memory.address), orThrow: connection.lastError())
  }

  var answer: Answer { memory.value }
}

/// `pa_server_info_cb_t`; nil when the server refused to tell.
private func takeServer(_: OpaquePointer?, server: UnsafePointer<pa_server_info>?, answer: UnsafeMutableRawPointer?) {
  guard let answer = unsafe answer?.assumingMemoryBound(to: ServerQuery.Answer.self) else { return }
  unsafe answer.pointee.name = server?.pointee.server_name.map { unsafe String(cString: $0) }
  unsafe answer.pointee.version = server?.pointee.server_version.map { unsafe String(cString: $0) }
  unsafe answer.pointee.defaultSink = server?.pointee.default_sink_name.map { unsafe String(cString: $0) }
  unsafe answer.pointee.isComplete = true
}
