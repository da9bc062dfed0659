import CGust
import Gust
import Platform

/// An utterance with what C needs of it: events that wait to be taken, and a report that threads can wait for.
final class HostedUtterance: Sendable {
  /// The most events that wait; more push out the oldest that can happen any number of times.
  private static let capacity = 64

  private struct State {
    var events = EventBuffer<Event>(capacity: capacity) { $0.isRepeatable }
    var report: FinalReport?
    /// Why no more text came, though it was not all.
    var abandonReason: String?
    /// Whether the last event was taken.
    var isDrained = false
    var isFreed = false
    /// Readable while there is something to take; made when somebody asks for it.
    var signal: ThreadWaker?

    /// Whether taking an event needs no waiting.
    private var isReadable: Bool { !events.isEmpty || isDrained }

    func showReadable() {
      if isReadable { signal?.wake() } else { signal?.takeWake() }
    }
  }

  /// What `takeEvent` found.
  enum Taken {
    case event(Event)
    case end
    case freed
  }

  let handle = Handle()
  private let speech: HostedSpeech
  private let callbacks: CallbackThread?
  private let state = Monitor(State())

  /// - Parameter callbacks: what hands its events over; nil when they are asked for.
  init(_ speech: HostedSpeech, _ callbacks: CallbackThread?) {
    self.speech = speech
    self.callbacks = callbacks
  }

  /// Whether its events go to a callback.
  var hasCallback: Bool { callbacks != nil }

  /// Whether its report is there.
  var isOver: Bool { state.read { $0.report != nil } }

  /// Whether there is an event to be taken.
  var hasEvents: Bool { state.read { !$0.events.isEmpty } }

  /// Begins to take its events. It lives on until the last has come.
  func follow() {
    Task { [self] in
      await speech.forEachEvent { note($0, $1) }
    }
  }

  /// - Parameter report: with the last event, what became of it.
  private func note(_ event: Event, _ report: FinalReport?) {
    let isNews = state.withLock { state in
      state.report = report.map { $0.abandoned(state.abandonReason) }
      guard !state.isFreed else { return false }
      state.events.append(state.report.map { Event($0) } ?? event)
      state.showReadable()
      return true
    }
    if isNews { callbacks?.announce(self) }
  }

  /// Takes the oldest event, waiting for it as long as `limit` says; nil when none came.
  func takeEvent(_ limit: Duration?) -> Taken? {
    state.wait(limit) { state in
      if state.isFreed { return .freed }
      if state.isDrained { return .end }
      guard let event = state.events.popFirst() else { return nil }
      state.isDrained = event.kind == GUST_EVENT_FINISHED
      state.showReadable()
      return .event(event)
    }
  }

  /// Its report, waiting for it as long as `limit` says; nil when it goes on.
  func report(_ limit: Duration?) throws(Failure) -> FinalReport? {
    let found = state.wait(limit) { state -> FinalReport?? in
      state.isFreed ? .some(nil) : state.report.map { .some($0) }
    }
    guard let found else { return nil }
    guard let report = found else { throw Self.freed }
    return report
  }

  /// The descriptor that is readable while there is an event to be taken.
  func descriptor() throws(Failure) -> Int32 {
    try state.withLock { state throws(Failure) in
      guard !state.isFreed else { throw Self.freed }
      let signal = if let signal = state.signal { signal } else { try Self.makeSignal() }
      state.signal = signal
      state.showReadable()
      return signal.descriptor
    }
  }

  private static func makeSignal() throws(Failure) -> ThreadWaker {
    do {
      return try ThreadWaker()
    } catch {
      throw Failure(PlaybackError.system(errno: error.code))
    }
  }

  /// Says that its text, which nobody has finished, ends here though it is not all. The first word counts.
  func noteAbandoned(reason: String) {
    state.withLock { $0.abandonReason = $0.abandonReason ?? reason }
  }

  /// Asks for silence; the order is on its way when this returns.
  func stop(fade: Duration) {
    speech.requestStop(fade: fade)
  }

  /// The player is about to end: what waits for text would go on waiting.
  func waitNoLongerForText() {
    if case .narration = speech { speech.requestStop(fade: .zero) }
  }

  /// Lets the sound stand still as long as it is not over.
  func pause() { speech.pause() }

  /// Goes on where it stood still.
  func resume() { speech.resume() }

  /// How it stands now.
  var position: gust_position { speech.position }

  /// Nobody will ask for anything any more; those who wait are told. No callback runs for it once this has returned.
  func free() {
    state.withLock { state in
      state.isFreed = true
      state.events.removeAll()
      state.signal = nil
    }
    callbacks?.forget(self)
  }

  /// What those are told who waited for it.
  static let freed = Failure(GUST_ERROR_HANDLE, "The utterance was freed.")
}
