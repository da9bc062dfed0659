import Gust
import Platform
import SpeechSeat
import Synchronization

/// Speaks lines one after the other, each when other speech of this user lets it. Any thread.
///
/// It has a seat of its own for each line, so that whoever asked for silence learns that it is there.
final class LineSpeaker: Sendable {
  /// A line, and what speaks it.
  struct Line: Sendable {
    let player: Player
    let request: SpeechRequest
  }

  /// What people see of it.
  enum Activity: Sendable {
    case idle, speaking, paused
  }

  private struct State {
    var queue: [Line] = []
    var isWorking = false
    /// Counts the stops: who began before one of them has nothing more to say.
    var stopCount = 0
    var isPaused = false
    var isSuspended = false
    var player: Player?
    var narration: Narration?
    var seat: SpeechSeat?
    /// Of the last line that was asked of the service.
    var lastReport: NarrationReport?
    var resumers: [CheckedContinuation<Void, Never>] = []
    var idlers: [CheckedContinuation<Void, Never>] = []

    var isHeld: Bool { isPaused || isSuspended }
    var activity: Activity { isWorking ? isPaused ? .paused : .speaking : .idle }
  }

  private let state = Mutex(State())
  private let telling = Mutex(())
  private let options: SayOptions
  private let status: StatusLine
  private let onChange: @Sendable (Activity) -> Void

  /// So many lines may wait.
  private static let capacity = 1000

  /// - Parameter onChange: called when it begins, ends, pauses or goes on; on any thread.
  init(_ options: SayOptions, _ status: StatusLine, onChange: @escaping @Sendable (Activity) -> Void) {
    (self.options, self.status, self.onChange) = (options, status, onChange)
  }

  /// Speaks `line` behind those that wait. False when too many do.
  func add(_ line: Line) -> Bool {
    let (isTaken, mustStart) = state.withLock { state in
      guard state.queue.count < Self.capacity else { return (false, false) }
      state.queue.append(line)
      defer { state.isWorking = true }
      return (true, !state.isWorking)
    }
    if mustStart { Task { await work() } }
    return isTaken
  }

  var isIdle: Bool { state.withLock { !$0.isWorking } }

  var lastReport: NarrationReport? { state.withLock(\.lastReport) }

  /// Whether the last line came to nothing because of the sound server.
  var hasLostSound: Bool {
    guard case .failure(_, .soundServer) = lastReport?.ending else { return false }
    return true
  }

  /// Returns when nothing is spoken, and nothing waits.
  func waitUntilIdle() async {
    await withCheckedContinuation { continuation in
      let isIdle = state.withLock { state in
        if state.isWorking { state.idlers.append(continuation) }
        return !state.isWorking
      }
      if isIdle { continuation.resume() }
    }
  }

  /// Whoever comes last tells how it is then.
  private func tellActivity() { telling.withLock { _ in onChange(state.withLock(\.activity)) } }

  // MARK: Speaking

  private func work() async {
    while let (line, stopCount) = takeNext() {
      tellActivity()
      await speak(line, stopCount)
    }
    tellActivity()
  }

  private func takeNext() -> (line: Line, stopCount: Int)? {
    var idlers: [CheckedContinuation<Void, Never>] = []
    let next: (line: Line, stopCount: Int)? = state.withLock { state in
      (state.narration, state.player, state.seat) = (nil, nil, nil)
      guard state.queue.isEmpty else { return (state.queue.removeFirst(), state.stopCount) }
      (state.isWorking, state.isPaused) = (false, false)
      swap(&idlers, &state.idlers)
      return nil
    }
    for idler in idlers { idler.resume() }
    return next
  }

  private func speak(_ line: Line, _ stopCount: Int) async {
    let seat = makeSeat()
    defer { seat?.close() }
    state.withLock { $0.seat = seat }
    guard await waitForTurn(on: seat, stopCount) else { return }
    let text: LiveText
    do throws(TextSegmentationError) {
      text = try LiveText(language: options.languageCode, markup: options.markup)
    } catch {
      return status.sayError("gust: \(error.description)")
    }
    await text.append(Array(line.request.text.utf8))
    text.finish()
    let narration = line.player.narrate(text, as: line.request, options: options.narration)
    await begin(narration, line.player, stopCount)
    for await event in narration.events { show(event) }
    tell(await narration.report)
  }

  /// From now on it can be paused and stopped; what came just before that counts, too.
  private func begin(_ narration: Narration, _ player: Player, _ stopCount: Int) async {
    let (isStopped, isHeld) = state.withLock { state in
      (state.narration, state.player) = (narration, player)
      return (state.stopCount != stopCount, state.isHeld)
    }
    if isHeld { narration.pause() } else { player.resume() }
    if isStopped { await narration.stop() }
  }

  private func show(_ event: NarrationEvent) {
    switch event {
    case .failed(let failure) where options.narration.keepsGoing: status.sayError("gust: \(failure.message)")
    default: status.show(event)
    }
  }

  private func tell(_ report: NarrationReport) {
    state.withLock { $0.lastReport = report }
    if options.playback.showsTimings { status.sayError(report.timings) }
    if case .stopped = report.outcome {
      return status.say("gust: Stopped. \(report.position?.heardSoFar ?? "Nothing was heard of it.")")
    }
    switch report.ending {
    case .failure(let message, _): status.sayError("gust: \(message)")
    case .status, .signal: break
    }
  }

  // MARK: The seat

  private func makeSeat() -> SpeechSeat? {
    do throws(SeatError) {
      let seat = try SpeechSeat(options.playback.manner)
      try? seat.answer { [weak self] request in self?.obey(request) }
      return seat
    } catch {
      status.say(error)
      return nil
    }
  }

  private func obey(_ request: SeatRequest) {
    guard stop() else { return }
    switch request {
    case .stop: status.say("gust: \(StopCause.silenced)")
    case .yield: status.say("gust: \(StopCause.interrupted)")
    }
  }

  /// False when the line is not to be spoken any more.
  private func waitForTurn(on seat: SpeechSeat?, _ stopCount: Int) async -> Bool {
    var isTold = false
    while true {
      await waitWhileHeld()
      guard state.withLock({ $0.stopCount == stopCount }) else { return false }
      guard let seat, !seat.tryTake() else { return true }
      if !isTold { status.say(StatusLine.waitingForOthers) }
      isTold = true
      let isUnwanted = { self.state.withLock { $0.isHeld || $0.stopCount != stopCount } }
      if await seat.take(unless: isUnwanted) { return state.withLock { $0.stopCount == stopCount } }
    }
  }

  private func waitWhileHeld() async {
    await withCheckedContinuation { continuation in
      let isHeld = state.withLock { state in
        if state.isHeld { state.resumers.append(continuation) }
        return state.isHeld
      }
      if !isHeld { continuation.resume() }
    }
  }
}

// MARK: Standing still

extension LineSpeaker {
  /// Ends what is spoken, and drops what waits. False when there was nothing.
  @discardableResult
  func stop() -> Bool {
    let (wasWorking, narration, seat, resumers) = state.withLock { state in
      defer { (state.queue, state.isPaused, state.resumers) = ([], false, []) }
      state.stopCount += 1
      // Of one that sounds, the next may speak only when it is silent.
      let isSilent = state.narration == nil || state.isPaused
      return (state.isWorking, state.narration, isSilent ? state.seat : nil, state.resumers)
    }
    if let narration { Task(priority: .high) { await narration.stop() } }
    seat?.release()
    for resumer in resumers { resumer.resume() }
    return wasWorking
  }

  /// Lets the speech stand still, and others speak. False when there is nothing that could.
  func pause() -> Bool {
    let (isWorking, narration, seat) = state.withLock { state in
      if state.isWorking { state.isPaused = true }
      return (state.isWorking, state.narration, state.seat)
    }
    guard isWorking else { return false }
    narration?.pause()
    seat?.release()
    tellActivity()
    return true
  }

  /// Goes on, once others are silent. False when it did not stand still.
  func resume() -> Bool {
    guard state.withLock(\.isPaused) else { return false }
    letGo { $0.isPaused = false }
    return true
  }

  /// Lets all stand still for as long as the process does.
  func suspend() async {
    let (narration, player, seat) = state.withLock { state in
      state.isSuspended = true
      return (state.narration, state.player, state.seat)
    }
    narration?.pause()
    await player?.pause(within: SpeechControl.suspensionLimit)
    seat?.release()
  }

  /// The process goes on.
  func endSuspension() {
    letGo { $0.isSuspended = false }
  }

  private func letGo(_ change: (inout State) -> Void) {
    let (resumers, narration, seat) = state.withLock { state in
      change(&state)
      guard !state.isHeld else { return ([CheckedContinuation<Void, Never>](), Narration?.none, SpeechSeat?.none) }
      defer { state.resumers = [] }
      return (state.resumers, state.narration, state.seat)
    }
    for resumer in resumers { resumer.resume() }
    if let narration { Task { await goOn(narration, seat) } }
    tellActivity()
  }

  private func goOn(_ narration: Narration, _ seat: SpeechSeat?) async {
    let isWanted = { self.state.withLock { !$0.isHeld && $0.narration === narration } }
    guard await seat?.take(unless: { !isWanted() }) ?? true else { return }
    if isWanted() { narration.resume() } else { seat?.release() }
  }
}
