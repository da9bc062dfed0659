import AudioTypes
import Playback
import SpeechAPI
import TextSegmentation

/// Speaks a text piece by piece: asks for each when there is room for it, and follows it until it has been heard. One task
/// owns it, and everything that happens comes to it as a signal.
struct Narrator {
  let player: Player
  let template: SpeechRequest
  let options: NarrationOptions
  let board: NarrationBoard
  let source: PieceSource
  let sender: AsyncStream<NarrationSignal>.Continuation
  let announce: @Sendable (NarrationEvent) -> Void

  private var depth: GenerationDepth
  private var nextIndex = 0
  private var isTextOver = false
  private var isAwaitingText = false
  private var hasToldOfWaiting = false
  /// A piece that the service had no room for beside others.
  private var deferred: QueuedPiece?
  /// The last piece that failed, and how many before it did without one that did not.
  private var lastFailure = (piece: -1, run: 0)
  /// How it will end, once that is certain: nothing more is asked for.
  private var ending: NarrationReport.Outcome?

  /// Pieces with the player at most: one that is heard, and one to follow it.
  private static let mostPieces = 2
  /// So many failures in a row end a narration that keeps going, too: nothing will be heard of the rest.
  private static let mostFailures = 3
  private static let fade = Duration.milliseconds(10)

  init(
    player: Player, template: SpeechRequest, options: NarrationOptions, board: NarrationBoard, source: PieceSource,
    sender: AsyncStream<NarrationSignal>.Continuation, announce: @escaping @Sendable (NarrationEvent) -> Void
  ) {
    self.player = player
    self.template = template
    self.options = options
    self.board = board
    self.source = source
    self.sender = sender
    self.announce = announce
    depth = GenerationDepth(options.depth)
  }

  /// Runs to the end.
  mutating func run(_ signals: AsyncStream<NarrationSignal>) async -> NarrationReport {
    board.onStop { [sender] in sender.yield(.stopped) }
    player.onEnd(unless: { [board] in board.isOver }) { [sender] in sender.yield(.playerEnded) }
    proceed()
    for await signal in signals {
      take(signal)
      proceed()
      if isOver { break }
    }
    board.noteOver()
    let tally = board.tally
    return tally.finished(ending ?? (tally.report.failureCount > 0 ? .incomplete : .finished))
  }

  private var isOver: Bool {
    board.spoken.isEmpty && (ending != nil || isTextOver && deferred == nil)
  }

  private mutating func take(_ signal: NarrationSignal) {
    switch signal {
    case .text(let text, let instant):
      take(text, instant)
    case .event(let index, .finished(let report)):
      finish(index, report)
    case .event(let index, let event):
      note(event, of: index)
    case .received(let index):
      board.change(index) { $0.isReceived = true }
    case .stopped:
      ending = .stopped
    case .playerEnded where ending == nil:
      endWithPlayer()
    case .playerEnded:
      break
    }
  }

  // MARK: Asking

  /// Asks for the next piece if there is room for it.
  private mutating func proceed() {
    let spoken = board.spoken
    tellOfWaiting(spoken.isEmpty)
    let generating = spoken.count { !$0.isReceived }
    guard ending == nil, !isAwaitingText, spoken.count < Self.mostPieces, generating < depth.current else { return }
    // The second must not take the place, or the line, of the first; nor is it asked for when that one fails.
    guard spoken.last?.hasBegun ?? true else { return }
    if let piece = deferred {
      guard generating == 0 else { return }
      deferred = nil
      return speak(piece)
    }
    guard !isTextOver else { return }
    isAwaitingText = true
    board.noteAwaitingText(true)
    source.demand()
    tellOfWaiting(spoken.isEmpty)
  }

  private mutating func tellOfWaiting(_ isSilent: Bool) {
    guard isSilent, isAwaitingText, ending == nil else { return hasToldOfWaiting = false }
    guard !hasToldOfWaiting else { return }
    hasToldOfWaiting = true
    announce(.waitingForText)
  }

  private mutating func take(_ text: TextPiece?, _ instant: MonotonicInstant) {
    isAwaitingText = false
    board.noteAwaitingText(false)
    guard let text else {
      isTextOver = true
      return
    }
    guard ending == nil else { return }
    let piece = QueuedPiece(index: nextIndex, text: text, came: instant)
    nextIndex += 1
    speak(piece)
  }

  private func speak(_ piece: QueuedPiece) {
    var request = template
    request.text = piece.text.text
    let pause = piece.index == 0 ? Duration.zero : options.pause
    guard let utterance = board.add(piece, { player.speak(request, after: pause) }) else { return }
    board.count { $0.noteRequest() }
    announce(.requested(piece: piece.index, piece.text))
    let (sender, index) = (sender, piece.index)
    Task.detached {
      for await event in utterance.events { sender.yield(.event(piece: index, event)) }
    }
    Task.detached {
      await utterance.received()
      sender.yield(.received(piece: index))
    }
  }

  // MARK: Following

  private mutating func note(_ event: UtteranceEvent, of index: Int) {
    switch event {
    case .firstByte:
      let wasRefused = board.spoken.contains { $0.piece.index == index && $0.wasRefused }
      board.change(index) { $0.hasBegun = true }
      if !wasRefused, depth.noteSuccess() { announce(.depthChanged(depth.current, because: nil)) }
    case .retrying(let notice):
      guard notice.reason.isRefusal else { break }
      board.change(index) { $0.wasRefused = true }
      noteRefusal(notice.reason)
    default:
      break
    }
    announce(.piece(index, event))
  }

  private mutating func noteRefusal(_ reason: PlaybackError) {
    if depth.noteRefusal() { announce(.depthChanged(depth.current, because: reason)) }
  }

  private mutating func finish(_ index: Int, _ report: UtteranceReport) {
    if deferIfRefused(index, report) { return }
    let lastEnd = board.tally.latestEnd
    guard let piece = board.spoken.first(where: { $0.piece.index == index })?.piece else { return }
    let gap = lastEnd.flatMap { end in self.gap(before: piece, after: end, report) }
    _ = board.remove(index) { tally in
      tally.note(report, piece: index, piece.text)
      if let gap { tally.note(gap) }
    }
    if let gap { announce(.gap(gap)) }
    announce(.over(piece: index, piece.text, report))
    if let reason = report.outcome.failure {
      fail(PieceFailure(piece: index, text: piece.text, reason: reason, isCutShort: report.outcome.isTruncated))
    } else if case .stopped = report.outcome, ending == nil {
      // Not by this narration's handle: the player was shut down.
      endWithPlayer()
    }
  }

  /// What follows would fare no better.
  private mutating func endWithPlayer() {
    ending = .stopped
    board.giveUp(behind: nil, fade: Self.fade)
  }

  /// Keeps a piece for later that the service had no room for while others of this text were under way: nothing was
  /// generated. Returns whether it does.
  private mutating func deferIfRefused(_ index: Int, _ report: UtteranceReport) -> Bool {
    guard ending == nil, deferred == nil, let reason = report.outcome.failure, reason.isRefusal else { return false }
    noteRefusal(reason)
    let spoken = board.spoken
    guard spoken.count > 1, let last = spoken.last, last.piece.index == index, !last.wasAlone,
      let piece = board.remove(index, { $0.noteDeferral() })
    else { return false }
    deferred = piece
    announce(.deferred(piece: index, because: reason))
    return true
  }

  private func gap(before piece: QueuedPiece, after end: MonotonicInstant, _ report: UtteranceReport) -> NarrationGap? {
    guard let heard = report.firstFrameHeard else { return nil }
    return NarrationGap(
      beforePiece: piece.index, from: end.advanced(by: options.pause), to: heard, pieceCame: piece.came,
      standstill: player.pauses?.standstill(from: end, to: heard) ?? .zero)
  }

  private mutating func fail(_ failure: PieceFailure) {
    board.count { $0.note(failure) }
    announce(.failed(failure))
    // A piece may fail while one before it is still being heard.
    lastFailure = (failure.piece, lastFailure.piece == failure.piece - 1 ? lastFailure.run + 1 : 1)
    let goesOn =
      options.keepsGoing && !failure.reason.concernsEveryPiece && lastFailure.run < Self.mostFailures
    guard !goesOn, ending == nil else { return }
    ending = .failed(failure)
    board.giveUp(behind: failure.piece, fade: Self.fade)
  }
}
