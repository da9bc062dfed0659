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

  /// Outlives `wakeEvent`, which points at it.
  private let waker: ThreadWaker
  /// Stays the same from `.ready` on.
  private(set) var context: OpaquePointer
  private let mainloop: OpaquePointer
  private let wakeEvent: OpaquePointer
  private let configuration: PulseConfiguration
  private let address: String?
  /// From when on a refusal is believed.
  private let believesRefusalsAt: MonotonicInstant

  /// Starts to connect; whatever becomes of that shows in `state`. Never starts a server.
  init(_ configuration: PulseConfiguration, _ waker: ThreadWaker) throws(PulseError) {
    try PulseLibrary.load()
    let address = configuration.server ?? environmentVariable("PULSE_SERVER")
    // libpulse aborts the program on an address that is longer than any can be.
    guard address?.utf8.count ?? 0 <= 4096 else { throw .noServer(address: nil) }
    guard let mainloop = unsafe pa_mainloop_new(), let api = unsafe pa_mainloop_get_api(mainloop) else {
      throw .system(errno: errno)
    }
    guard
      let wakeEvent = unsafe api.pointee.io_new(
        api, waker.descriptor, PA_IO_EVENT_INPUT, takeWake, unsafe Unmanaged.passUnretained(waker).toOpaque()),
      let context = unsafe connectingContext(on: api, configuration)
    else {
      unsafe pa_mainloop_free(mainloop)
      throw .system(errno: ENOMEM)
    }
    self.waker = waker
    self.configuration = configuration
    self.address = address
    believesRefusalsAt = .now.advanced(by: configuration.refusalLimit)
    unsafe self.mainloop = mainloop
    unsafe self.wakeEvent = wakeEvent
    unsafe self.context = context
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
    case PA_CONTEXT_FAILED: triesAgain ? .connecting : .failed(lastError())
    case PA_CONTEXT_TERMINATED: .failed(.connectionLost)
    default: .connecting
    }
  }

  /// Where the server was reached; nil when libpulse does not say.
  var serverAddress: String? { unsafe pa_context_get_server(context).map { unsafe String(cString: $0) } }

  /// The error of the last call that failed, where `device` is what it asked for.
  func lastError(device: String? = nil) -> PulseError {
    PulseError(code: unsafe pa_context_errno(context), address: address, device: device)
  }

  /// Waits for an event, a wake or `deadline` (nil waits without end), and handles all that has come.
  ///
  /// - Parameter isIdle: whether nothing of ours is timed. Then libpulse's own timers wait for the next event, too: it would
  ///   ask where a stream stands every 1.5 s, even of one that stands still.
  mutating func iterate(until deadline: MonotonicInstant?, isIdle: Bool = false) throws(PulseError) {
    var deadline = deadline
    if triesAgain {
      let next = MonotonicInstant.now.advanced(by: Self.refusalPause)
      deadline = min(deadline ?? next, next)
    }
    try wait(until: deadline, isIdle: isIdle)
    if triesAgain { try connectAnew() }
  }

  private func wait(until deadline: MonotonicInstant?, isIdle: Bool) throws(PulseError) {
    unsafe pa_mainloop_set_poll_func(mainloop, isIdle ? pollWithoutTimers : nil, nil)
    let timeout = deadline.map { microseconds(until: $0) } ?? -1
    guard
      unsafe pa_mainloop_prepare(mainloop, timeout) >= 0,
      unsafe pa_mainloop_poll(mainloop) >= 0,
      unsafe pa_mainloop_dispatch(mainloop) >= 0
    else { throw .system(errno: errno) }
  }
}

/// What a refusal means. A server's queue for connections is short, 5 with PulseAudio, and with `EAGAIN` for a full one
/// libpulse gives the same answer as where nobody listens: `PA_ERR_CONNECTIONREFUSED`. So it is asked again for a while.
extension PulseConnection {
  private static var refusalPause: Duration { .milliseconds(20) }

  private var triesAgain: Bool {
    unsafe pa_context_get_state(context) == PA_CONTEXT_FAILED
      && pa_context_errno(context) == Int32(PA_ERR_CONNECTIONREFUSED.rawValue) && .now < believesRefusalsAt
  }

  private mutating func connectAnew() throws(PulseError) {
    guard let next = unsafe connectingContext(on: pa_mainloop_get_api(mainloop), configuration) else {
      throw .system(errno: ENOMEM)
    }
    unsafe pa_context_unref(context)
    unsafe context = next
  }
}

/// A context on its way; one that fails at once says so in its state, like one that fails later. Nil: out of memory.
private func connectingContext(
  on api: UnsafeMutablePointer<pa_mainloop_api>, _ configuration: PulseConfiguration
) -> OpaquePointer? {
  let properties = unsafe pa_proplist_new()
  defer { unsafe pa_proplist_free(properties) }
  unsafe pa_proplist_sets(properties, PA_PROP_APPLICATION_ID, configuration.applicationID)
  guard let context = unsafe pa_context_new_with_proplist(api, configuration.applicationName, properties) else {
    return nil
  }
  _ = unsafe pa_context_connect(context, configuration.server, PA_CONTEXT_NOAUTOSPAWN, nil)
  return unsafe context
}

/// The time left, rounded up so that the wait does not end just short of `deadline` and spin.
private func microseconds(until deadline: MonotonicInstant) -> Int32 {
  let nanoseconds = MonotonicInstant.now.duration(to: deadline).wholeNanoseconds
  return Int32(clamping: nanoseconds / 1000 + (nanoseconds % 1000 == 0 ? 0 : 1))
}

/// `pa_io_event_cb_t`: the wait has ended, so the wake has done its work. `context` is the waker.
private func takeWake(
  _: UnsafeMutablePointer<pa_mainloop_api>?, _: OpaquePointer?, _: Int32, _: pa_io_event_flags_t,
  context: UnsafeMutableRawPointer?
) {
  guard let context = unsafe context else { return }
  unsafe Unmanaged<ThreadWaker>.fromOpaque(context).takeUnretainedValue().takeWake()
}

/// `pa_poll_func`: waits for an event, and for no timer but one that is due.
private func pollWithoutTimers(
  _ descriptors: UnsafeMutablePointer<pollfd>?, count: UInt, timeout: Int32, _: UnsafeMutableRawPointer?
) -> Int32 {
  unsafe poll(descriptors, count, timeout == 0 ? 0 : -1)
}

/// A waker for an output that is given none.
func makeWaker() throws(PulseError) -> ThreadWaker {
  do {
    return try ThreadWaker()
  } catch {
    throw .system(errno: error.code)
  }
}
