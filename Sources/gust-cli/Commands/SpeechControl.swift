import Gust
import Platform
import SpeechSeat
import Synchronization

/// What lets the speech of a command wait, stand still, go on and end: other speech of this user, keys at the terminal, Ctrl-Z.
///
/// Whom the listener silences does not keep others from speaking: the seat is given up for a pause, and taken again before
/// speech goes on. It is kept while the service, or a text that is being written, has us wait: others would speak in between.
final class SpeechControl: JobControl {
  private struct State {
    /// From the end of `waitForTurn` on: whatever made it silent meanwhile, the seat has to be taken before it speaks.
    var hasTurn = false
    var isAnswering = false
    /// By the listener's key.
    var isPaused = false
    var suspension: Task<Void, Never>?
    /// It was made to go on before it stood still.
    var hasGoneOn = false
    var keys: TerminalKeys?
    var narration: Narration?
  }

  private let player: Player
  private let status: StatusLine
  private let caught: CaughtSignal
  private let playsSound: Bool
  private let seat: SpeechSeat?
  private let state = Mutex(State())

  /// A server of sound that does not answer must not put off Ctrl-Z for longer.
  static let suspensionLimit = Duration.milliseconds(250)

  /// Takes part in what goes on among the speakers, if anything is to sound.
  init(_ player: Player, _ options: PlaybackOptions, _ status: StatusLine, _ caught: CaughtSignal) {
    (self.player, self.status, self.caught) = (player, status, caught)
    playsSound = options.playsSound
    do throws(SeatError) {
      seat = playsSound ? try SpeechSeat(options.manner) : nil
    } catch {
      seat = nil
      status.say(error)
    }
    if playsSound { caught.standStill(with: self) }
  }

  /// Waits until the speech may begin; nothing is asked of the service before. False when it is to end instead.
  func waitForTurn() async -> Bool {
    guard let seat, !(seat.tryTake() && claimTurn()) else { return true }
    caught.stopInstead { seat.release() }
    answerRequests()
    status.show(StatusLine.waitingForOthers)
    defer { status.clear() }
    // Made meanwhile, so that the speech comes at once when its turn does.
    let preparation = Task { try? await player.prepare() }
    defer { preparation.cancel() }
    while caught.cause == nil {
      if await seat.take(unless: { caught.cause != nil }), claimTurn() { return caught.cause == nil }
      await state.withLock { $0.suspension }?.value
    }
    return false
  }

  /// The seat is ours: false, and it is given up, when Ctrl-Z is about to make the process stand still.
  private func claimTurn() -> Bool {
    let hasTurn = state.withLock { state in
      state.hasTurn = state.suspension == nil
      return state.hasTurn
    }
    if !hasTurn { seat?.release() }
    return hasTurn
  }

  /// The request has left: from now on keys and requests count.
  ///
  /// - Parameters:
  ///   - narration: what is spoken, where it is more than one utterance: it keeps account of when it stood still.
  ///   - takesKeys: whether keys at the terminal may be meant for it.
  func begin(_ narration: Narration? = nil, takesKeys: Bool = true) {
    guard playsSound else { return }
    state.withLock { $0.narration = narration }
    answerRequests()
    guard takesKeys, StandardStream.error.isForegroundTerminal, !StandardStream.output.isPipe else { return }
    let keys = TerminalKeys { [weak self] in self?.press($0) ?? false }
    state.withLock { state in
      state.keys = keys
      // Else it listens when the process goes on.
      if state.suspension == nil { keys?.listen() }
    }
  }

  /// All is silent: others may speak, and the terminal is as it was.
  func end() {
    let keys = state.withLock { state in
      state.hasTurn = false
      return state.keys.take()
    }
    caught.standStill(with: nil)
    keys?.end()
    seat?.close()
  }

  /// From now on others can have it end: before it speaks, too. `waitForTurn` and `begin` see to that; before a wait for anything
  /// else, such as a text, it has to be called.
  func answerRequests() {
    let isAnswering = state.withLock { state in
      defer { state.isAnswering = true }
      return state.isAnswering
    }
    guard !isAnswering else { return }
    try? seat?.answer { [caught] request in
      switch request {
      case .stop: caught.take(.command)
      case .yield: caught.take(.interruption)
      }
    }
  }

  private var narration: Narration? { state.withLock(\.narration) }

  private func pause() {
    if let narration { narration.pause() } else { player.pause() }
  }

  private func resume() {
    if let narration { narration.resume() } else { player.resume() }
  }

  // MARK: Keys

  /// False for keys that have no meaning here.
  private func press(_ key: UInt8) -> Bool {
    switch key {
    case UInt8(ascii: " "): togglePause()
    case UInt8(ascii: "q"): caught.take(.key)
    default: return false
    }
    return true
  }

  private func togglePause() {
    let isPaused = state.withLock { state in
      guard state.suspension == nil else { return state.isPaused }
      state.isPaused.toggle()
      return state.isPaused
    }
    if isPaused {
      pause()
      seat?.release()
    } else {
      Task { await goOnSpeaking() }
    }
  }

  private func goOnSpeaking() async {
    if let seat, !seat.tryTake() {
      status.show(StatusLine.waitingForOthers)
      defer { status.clear() }
      guard await seat.take(unless: { !mayGoOn }) else { return }
    }
    if mayGoOn { resume() } else { seat?.release() }
  }

  private var mayGoOn: Bool { state.withLock { !$0.isPaused && $0.suspension == nil } }
}

// MARK: Ctrl-Z

extension SpeechControl {
  /// Makes the sound stand still, and then the process.
  func suspend() {
    state.withLock { state in
      guard state.suspension == nil else { return }
      state.hasGoneOn = false
      state.suspension = Task(priority: .high) { await self.standStill() }
    }
  }

  /// The process was made to go on, whatever it was doing.
  func goOn() {
    let keys = state.withLock { state in
      state.hasGoneOn = true
      return state.keys
    }
    keys?.listen()
  }

  private func standStill() async {
    narration?.pause()
    await player.pause(within: Self.suspensionLimit)
    seat?.release()
    state.withLock(\.keys)?.rest()
    status.setHidden(true)
    await status.settle()
    if !state.withLock(\.hasGoneOn) { stopProcess() }
    status.setHidden(false)
    let mustSpeak = state.withLock { state in
      state.suspension = nil
      state.keys?.listen()
      return state.hasTurn && !state.isPaused
    }
    if mustSpeak { await goOnSpeaking() } else { resumeUnlessPaused() }
  }

  /// Before the speech has begun, nothing has to be waited for.
  private func resumeUnlessPaused() {
    if !state.withLock(\.isPaused) { resume() }
  }
}
