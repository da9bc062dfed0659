import CPulse

/// A question for one sink or for all, and the memory the answer arrives in.
struct SinkQuery: ~Copyable {
  struct Answer {
    var devices: [PulseDevice] = []
    var isComplete = false
  }

  private let answer = CallbackMemory(Answer())
  private let operation: PulseOperation

  /// Asks for the sink called `name`; nil asks for all.
  init(on connection: borrowing PulseConnection, name: String? = nil) throws(PulseError) {
    let started =
      if let name {
        unsafe pa_context_get_sink_info_by_name(connection.context, name, takeSink, answer.address)
      } else {
        unsafe pa_context_get_sink_info_list(connection.context, takeSink, answer.address)
      }
    operation = unsafe try PulseOperation(started, orThrow: connection.lastError(device: name))
  }

  /// The sinks that match, empty when there is none; nil until the answer is complete.
  var devices: [PulseDevice]? {
    answer.value.isComplete ? answer.value.devices : nil
  }
}

/// `pa_sink_info_cb_t`: called once per sink, then once with `end` > 0, or < 0 when there is no such sink.
private func takeSink(
  _: OpaquePointer?, sink: UnsafePointer<pa_sink_info>?, end: Int32, answer: UnsafeMutableRawPointer?
) {
  guard let answer = unsafe answer?.assumingMemoryBound(to: SinkQuery.Answer.self) else { return }
  if end != 0 {
    unsafe answer.pointee.isComplete = true
  } else if let sink = unsafe sink, let device = unsafe PulseDevice(sink.pointee) {
    unsafe answer.pointee.devices.append(device)
  }
}

extension PulseDevice {
  fileprivate init?(_ sink: pa_sink_info) {
    guard let name = unsafe sink.name else { return nil }
    unsafe self.name = String(cString: name)
    description = unsafe sink.description.map { unsafe String(cString: $0) } ?? self.name
    monitorSource = unsafe sink.monitor_source_name.map { unsafe String(cString: $0) }
    isDefault = false
    let encoding = unsafe pa_sample_format_to_string(sink.sample_spec.format).map { unsafe String(cString: $0) }
    unsafe sampleSpecification = SampleSpecification(
      encoding: encoding ?? "unknown", sampleRate: Int(sink.sample_spec.rate),
      channelCount: Int(sink.sample_spec.channels))
    state =
      switch unsafe sink.state {
      case PA_SINK_RUNNING: .running
      case PA_SINK_IDLE: .idle
      case PA_SINK_SUSPENDED: .suspended
      default: .unknown
      }
  }
}
