import AudioTypes
import Playback
import Synchronization
import TextSegmentation

/// What a narration's handle and its narrator both look at. Any thread.
final class NarrationBoard: Sendable {
  fileprivate struct State {
    /// In order.
    var spoken: [SpokenPiece] = []
    var tally = Tally()
    var stopFade: Duration?
    var isAwaitingText = false
    var isOver = false
    var wake: (@Sendable () -> Void)?
  }

  private let state = Mutex(State())
  private let began = MonotonicInstant.now
  private let pauses: PauseLog?

  /// - Parameter pauses: those of the player. Not the player itself, which whoever writes the text need not keep.
  init(_ pauses: PauseLog?) {
    self.pauses = pauses
  }

  // MARK: The narrator

  /// Has `wake` called when somebody stops the narration.
  func onStop(_ wake: @escaping @Sendable () -> Void) {
    let isStopped = state.withLock { state in
      state.wake = wake
      return state.stopFade != nil
    }
    if isStopped { wake() }
  }

  var spoken: [SpokenPiece] { state.withLock { $0.spoken } }

  var isOver: Bool { state.withLock { $0.isOver } }

  var isStopped: Bool { state.withLock { $0.stopFade != nil } }

  /// Notes what `speak` makes of a piece; nil when the narration has been stopped: then nothing is spoken any more.
  ///
  /// `speak` begins at once and runs whatever the caller hung on it: nothing is locked meanwhile.
  func add(_ piece: QueuedPiece, _ speak: () -> Utterance) -> Utterance? {
    guard !isStopped else { return nil }
    let utterance = speak()
    let fade = state.withLock { state in
      let isAlone = state.spoken.allSatisfy(\.isReceived)
      state.spoken.append(SpokenPiece(piece: piece, utterance: utterance, wasAlone: isAlone))
      return state.stopFade
    }
    if let fade { utterance.requestStop(fade: fade) }
    return utterance
  }

  func change(_ index: Int, _ change: (inout SpokenPiece) -> Void) {
    state.withLock { state in
      guard let place = state.spoken.firstIndex(where: { $0.piece.index == index }) else { return }
      change(&state.spoken[place])
    }
  }

  /// Takes a piece off, and counts what became of it, at once, so that no snapshot sees neither or both.
  func remove(_ index: Int, _ note: (inout Tally) -> Void) -> QueuedPiece? {
    state.withLock { state in
      guard let place = state.spoken.firstIndex(where: { $0.piece.index == index }) else { return nil }
      note(&state.tally)
      return state.spoken.remove(at: place).piece
    }
  }

  func count(_ note: (inout Tally) -> Void) { state.withLock { note(&$0.tally) } }

  var tally: Tally { state.withLock { $0.tally } }

  func noteAwaitingText(_ isAwaiting: Bool) { state.withLock { $0.isAwaitingText = isAwaiting } }

  func noteOver() { state.withLock { $0.isOver = true } }

  /// Gives up what was asked for behind the piece `index`; nil gives up everything.
  func giveUp(behind index: Int?, fade: Duration) {
    // The last first: what is silenced must not make room for one behind it.
    for piece in spoken.reversed() where index.map({ piece.piece.index > $0 }) ?? true {
      piece.utterance.requestStop(fade: fade)
    }
  }

  // MARK: The handle

  func stop(fade: Duration) {
    let wake = state.withLock { state in
      guard state.stopFade == nil else { return Optional<@Sendable () -> Void>.none }
      state.stopFade = fade
      return state.wake
    }
    giveUp(behind: nil, fade: fade)
    wake?()
  }

  /// What there is to be heard before a piece that is asked for now.
  var lookahead: LiveText.Lookahead {
    let looks = state.withLock { state in state.spoken.map(\.utterance) }.map(\.snapshot)
    return LiveText.Lookahead(isSilent: looks.isEmpty, inHand: looks.reduce(.zero) { $0 + $1.inHand })
  }

  /// How far it has been heard; nothing of it yet is its beginning.
  func position(at now: MonotonicInstant) -> NarrationPosition {
    state.withLock { state in
      for spoken in state.spoken.reversed() {
        let (text, expected) = (spoken.piece.text, state.tally.expectedLength(of: spoken.piece.text))
        let position = spoken.utterance.position(
          at: now, characterCount: text.sourceRange.count, expecting: expected)
        guard position.heard > .zero else { continue }
        return NarrationPosition(
          piece: spoken.piece.index, time: position.heard,
          characters: text.sourceRange.lowerBound + (position.characters ?? 0))
      }
      return state.tally.report.position ?? NarrationPosition(piece: 0, time: .zero, characters: 0)
    }
  }

  func snapshot(at now: MonotonicInstant) -> NarrationSnapshot {
    let isPaused = pauses?.isPaused ?? false
    return state.withLock { state in
      let looks = state.spoken.map { (piece: $0.piece.index, look: $0.utterance.snapshot) }
      let current = looks.first { $0.look.state != .over }
      let report = state.tally.report
      return NarrationSnapshot(
        state: state.shown(current?.look.state, isPaused),
        elapsed: began.duration(to: now),
        piece: current?.piece,
        heard: looks.reduce(report.heardTime) { $0 + $1.look.heard },
        inHand: looks.reduce(.zero) { $0 + $1.look.inHand },
        level: current?.look.level,
        stallCount: looks.reduce(report.stallCount) { $0 + $1.look.stallCount },
        gapCount: report.gapCount,
        timeToFirstAudible: state.tally.timeToFirstAudible ?? looks.first?.look.timeToFirstAudible)
    }
  }
}

extension NarrationBoard.State {
  fileprivate func shown(_ current: UtteranceSnapshot.State?, _ isPaused: Bool) -> NarrationSnapshot.State {
    if isOver { return .over }
    if isPaused { return .paused }
    return current.map { .speaking($0) } ?? (isAwaitingText ? .waitingForText : .speaking(.waiting))
  }
}
