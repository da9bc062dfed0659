import AudioTypes
import CPulse
import Glibc
import Platform

/// The owner of a `pa_mainloop`, its waker, and the one `pa_context` that lives on it. All on one thread.
@safe
struct PulseConnection: ~Copyable {
  enum State {
    case connecting
    case ready
    case failed(PulseError)
  }

  /// Keeps the descriptor of `wakeEvent` open.
  private let waker: PulseWaker
  let context: OpaquePointer
  private let mainloop: OpaquePointer
  private let wakeEvent: OpaquePointer
  private let address: String?

  /// Starts to connect; whatever becomes of that shows in `state`. Never starts a server.
  init(_ configuration: PulseConfiguration, _ waker: PulseWaker) throws(PulseError) {
    try PulseLibrary.load()
    let address = configuration.server ?? environmentVariable("PULSE_SERVER")
    // libpulse aborts the program on an address that is longer than any can be.
    guard address?.utf8.count ?? 0 <= 4096 else { throw .noServer(address: nil) }
    guard let mainloop = unsafe pa_mainloop_new(), let api = unsafe pa_mainloop_get_api(mainloop) else {
      throw .system(errno: errno)
    }
    let properties = unsafe pa_proplist_new()
    defer { unsafe pa_proplist_free(properties) }
    unsafe pa_proplist_sets(properties, PA_PROP_APPLICATION_ID, configuration.applicationID)
    guard
      let wakeEvent = unsafe api.pointee.io_new(api, waker.descriptor, PA_IO_EVENT_INPUT, takeWake, nil),
      let context = unsafe pa_context_new_with_proplist(api, configuration.applicationName, properties)
    else {
      unsafe pa_mainloop_free(mainloop)
      throw .system(errno: ENOMEM)
    }
    self.waker = waker
    self.address = address
    unsafe self.mainloop = mainloop
    unsafe self.wakeEvent = wakeEvent
    unsafe self.context = context
    // A failure here is also a state of the context, where it is reported like one that comes later.
    _ = unsafe pa_context_connect(context, configuration.server, PA_CONTEXT_NOAUTOSPAWN, nil)
  }

  deinit {
    unsafe pa_context_disconnect(context)
    unsafe pa_context_unref(context)
    unsafe pa_mainloop_get_api(mainloop).pointee.io_free(wakeEvent)
    unsafe pa_mainloop_free(mainloop)
  }

  var state: State {
    switch unsafe pa_context_get_state(context) {
    case PA_CONTEXT_READY: .ready
    case PA_CONTEXT_FAILED: .failed(lastError())
    case PA_CONTEXT_TERMINATED: .failed(.connectionLost)
    default: .connecting
    }
  }

  /// The error of the last call that failed, where `device` is what it asked for.
  func lastError(device: String? = nil) -> PulseError {
    PulseError(code: unsafe pa_context_errno(context), address: address, device: device)
  }

  /// Waits for an event, a wake or `deadline` (nil waits without end), and handles all that has come.
  func iterate(until deadline: MonotonicInstant?) throws(PulseError) {
    let timeout = deadline.map { microseconds(until: $0) } ?? -1
    guard
      unsafe pa_mainloop_prepare(mainloop, timeout) >= 0,
      unsafe pa_mainloop_poll(mainloop) >= 0,
      unsafe pa_mainloop_dispatch(mainloop) >= 0
    else { throw .system(errno: errno) }
  }
}

/// The time left, rounded up so that the wait does not end just short of `deadline` and spin.
private func microseconds(until deadline: MonotonicInstant) -> Int32 {
  let nanoseconds = MonotonicInstant.now.duration(to: deadline).wholeNanoseconds
  return Int32(clamping: nanoseconds / 1000 + (nanoseconds % 1000 == 0 ? 0 : 1))
}

/// `pa_io_event_cb_t`: the wait has ended, so the wake has done its work.
private func takeWake(
  _: UnsafeMutablePointer<pa_mainloop_api>?, _: OpaquePointer?, descriptor: Int32, _: pa_io_event_flags_t,
  _: UnsafeMutableRawPointer?
) {
  var count: eventfd_t = 0
  _ = unsafe eventfd_read(descriptor, &count)
}
