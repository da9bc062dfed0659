public import Platform
import Synchronization

/// The one place from which the programs of a user speak, so that they do not talk over each other. Any thread.
///
/// It is made of the kernel's locks and a socket in a private folder (`$XDG_RUNTIME_DIR/gust`): whatever ends a process, the
/// next in the queue goes on at once. A process that was frozen by SIGSTOP keeps what it has until it goes on or ends.
///
///     let seat = try SpeechSeat(.queue)
///     guard await seat.take() else { return }
///     try seat.answer { request in … }
///     // speak
///     seat.close()
public final class SpeechSeat: Sendable {
  /// How a speaker behaves towards others.
  public enum Manner: Sendable {
    /// It waits until those before it are done.
    case queue
    /// It has whoever speaks end at once, and speaks before those who wait.
    case interrupt
    /// It speaks when it likes; only `silenceSpeakers` concerns it.
    case mix
  }

  private struct State {
    /// Whether somebody wants to speak now; cleared while a wait is under way, that one comes to nothing.
    var isWanted = false
    /// Since when the seat is ours (`SeatClock`); nil when it is not.
    var heldSince: UInt64?
    /// Whether a thread waits for the locks.
    var isWaiting = false
    var takers: [Taker] = []
  }

  private let manner: Manner
  private let folder: SeatFolder
  private let locks: SeatLocks
  private let listener: SeatListener
  private let state = Mutex(State())

  /// How long a speaker that is told to yield may take; then it is frozen, and so most likely silent.
  private static let patience = Duration.seconds(2)

  /// Opens the door to requests; they are answered from `answer` on. Takes some tens of microseconds.
  ///
  /// - Parameter path: the folder in which the speakers meet; nil for the user's own.
  public init(_ manner: Manner, in path: String? = nil) throws(SeatError) {
    self.manner = manner
    folder = try SeatFolder(path)
    locks = try SeatLocks(in: folder)
    // The door first: whoever interrupts must find the one that has the seat.
    listener = try SeatListener(in: folder)
  }

  deinit {
    close()
  }

  /// The folder in which the speakers of this user meet, if no other is named: it may not be there yet.
  public static var standardFolder: String { SeatFolder.standardPath }

  /// Answers the requests of others, those that have come since the seat was made, too.
  ///
  /// - Parameter handler: called on a thread of the seat's own with what this speaker is to do; it has to be quick.
  public func answer(_ handler: @escaping @Sendable (SeatRequest) -> Void) throws(SystemThreadError) {
    try listener.start { [weak self] message in
      // Who speaks beside the others, or does not speak, is in nobody's way; nor is who only came to speak because of it.
      guard message.request == .stop || self?.wasSpeaking(at: message.sentAt) == true else { return }
      handler(message.request)
    }
  }

  /// Whether the seat is ours.
  var isHeld: Bool { state.withLock { $0.heldSince != nil } }

  private func wasSpeaking(at instant: UInt64) -> Bool {
    state.withLock { state in state.heldSince.map { $0 < instant } ?? false }
  }

  /// Takes the seat if it is free, without waiting and without a thread.
  ///
  /// False may leave us the next in the queue, before which nobody else speaks: go on with `take`, or give it up with `release`.
  public func tryTake() -> Bool {
    guard manner != .mix else { return true }
    return state.withLock { state in
      guard state.heldSince == nil else { return true }
      guard manner == .queue, !state.isWaiting, locks.tryLock(.turn) else { return false }
      // The turn is kept: who comes later comes later.
      guard locks.tryLock(.voice) else { return false }
      guard !locks.isTaken(.urgency) else {
        locks.unlock(.voice)
        return false
      }
      state.heldSince = SeatClock.now
      state.isWanted = true
      locks.unlock(.turn)
      return true
    }
  }

  /// Waits for the seat. False when it was given up meanwhile by `release`.
  ///
  /// With `.interrupt` it goes on after two seconds in any case: a speaker that was frozen cannot hinder it for longer.
  ///
  /// - Parameter isUnwanted: asked once before it waits, with a lock held that `release` takes: where whoever releases the seat has
  ///   this be true before, it is given up at once, however close the two come.
  public func take(unless isUnwanted: () -> Bool = { false }) async -> Bool {
    if tryTake() { return true }
    let timer = manner == .interrupt ? Task { await self.losePatience() } : nil
    defer { timer?.cancel() }
    return await withCheckedContinuation { taker in
      let (mustWait, mustStart) = state.withLock { state in
        guard !isUnwanted() else { return (false, false) }
        state.isWanted = true
        state.takers.append(taker)
        defer { state.isWaiting = true }
        return (true, !state.isWaiting)
      }
      if !mustWait { taker.resume(returning: false) }
      if mustStart { startWaiting() }
    }
  }

  /// Lets the next one speak, and ends a wait of our own.
  public func release() {
    let takers = state.withLock { state in
      state.isWanted = false
      if state.heldSince != nil { locks.unlock(.voice) }
      // A wait that goes on may be frozen with its process, and others must not be with it.
      locks.unlock(.turn)
      locks.unlock(.urgency)
      state.heldSince = nil
      return state.takers.take()
    }
    takers.resume(returning: false)
  }

  /// Leaves for good: the next one may speak, and those who asked for silence learn that it is there.
  public func close() {
    release()
    listener.close()
    _ = SeatCall(nil, in: folder)
  }
}

// MARK: Waiting

extension SpeechSeat {
  private func startWaiting() {
    do throws(SystemThreadError) {
      _ = try SystemThread(name: "gust-seat-wait") { self.wait() }
    } catch {
      // Speech that overlaps is better than none.
      let takers = state.withLock { state in
        state.isWaiting = false
        return state.takers.take()
      }
      takers.resume(returning: true)
    }
  }

  /// On a thread of its own, which ends when the locks are ours.
  private func wait() {
    _ = SeatCall(nil, in: folder)
    switch manner {
    case .queue: waitForTurn()
    case .interrupt: interrupt()
    case .mix: break
    }
  }

  private func waitForTurn() {
    locks.lock(.turn)
    defer { locks.unlock(.turn) }
    guard !isGivenUp() else { return }
    locks.lock(.voice)
    while !settle(unless: .urgency) {
      locks.unlock(.voice)
      locks.waitUntilFree(.urgency)
      locks.lock(.voice)
    }
  }

  private func interrupt() {
    locks.lock(.urgency)
    defer { locks.unlock(.urgency) }
    guard !isGivenUp() else { return }
    // Who takes the seat from now on sees that we wait, and lets us go first.
    _ = SeatCall(.yield, in: folder)
    locks.lock(.voice)
    _ = settle(unless: nil)
  }

  /// Whether `release` came before the wait had its first lock: that one must not be kept by a process that may be about to be
  /// stopped.
  private func isGivenUp() -> Bool {
    state.withLock { state in
      if !state.isWanted { state.isWaiting = false }
      return !state.isWanted
    }
  }

  /// The voice is ours: keeps it if it is still wanted. False when `place` is taken, so that somebody goes before us.
  private func settle(unless place: SeatLocks.Place?) -> Bool {
    let takers: [Taker]? = state.withLock { state in
      // Asked under the lock under which requests are judged: whoever took the place after this finds us speaking.
      if let place, state.isWanted, locks.isTaken(place) { return nil }
      state.isWaiting = false
      state.heldSince = state.isWanted ? SeatClock.now : nil
      if state.heldSince == nil { locks.unlock(.voice) }
      // Who comes from here on has to wait anew.
      return state.takers.take()
    }
    takers?.resume(returning: true)
    return takers != nil
  }

  private func losePatience() async {
    try? await Task.sleep(for: Self.patience)
    guard !Task.isCancelled else { return }
    state.withLock { $0.takers.take() }.resume(returning: true)
  }
}

/// Who waits for the seat in this process.
private typealias Taker = CheckedContinuation<Bool, Never>

extension [Taker] {
  fileprivate mutating func take() -> Self {
    defer { self = [] }
    return self
  }

  fileprivate func resume(returning isTaken: Bool) {
    for taker in self { taker.resume(returning: isTaken) }
  }
}

/// Silences all speakers of this user, and those that wait to speak; returns when they are silent. Blocks.
///
/// - Parameters:
///   - limit: how long that may take.
///   - path: the folder in which the speakers meet; nil for the user's own.
public func silenceSpeakers(within limit: Duration = .seconds(2), in path: String? = nil) throws(SeatError) -> Silence {
  SeatCall(.stop, in: try SeatFolder(path)).wait(within: limit)
}
