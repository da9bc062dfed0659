import AudioDecoding
import AudioTypes
import Prebuffering

/// The state machine of the audio thread: walks through the queued utterances and gives their samples to the sink.
///
/// It owns no thread, clock or sink: the loop passes them in, so that tests run it in virtual time against a scripted sink.
/// Between the first sample of an utterance and its last, nothing here locks, allocates or logs.
struct PlaybackEngine {
  var playouts: [Playout] = []
  let history: SampleHistory
  let rewrite = RewriteBuffer()
  /// What may have to be written once more: what the sink is asked to hold, and a second on its way to the ear.
  let historyLength: Duration
  private(set) var gain: Gain
  /// Since when all stands still; nil while it does not.
  private(set) var pausedAt: MonotonicInstant?
  /// What the stream was told; see `followStandstill`.
  var isCorked = false
  /// How long the stream may play nothing before it is told to stand still.
  let idleLimit: Duration
  /// Since when there has been nothing to play; nil while there is something, or the stream does not stand.
  var idleSince: MonotonicInstant?
  var lastLook: StreamLook?
  /// What is wrong with the sink; nil while nothing is.
  var fault: SinkFault?
  /// A stream stood once: from then on a fault is mended.
  var hasStood = false
  /// What `history` holds has to be written to the present stream, as far as that does not have it.
  var mustResend = false
  /// The lost stream was to be drained, and so is the one that takes its place.
  var mustDrain = false
  /// How long a fault may last before what is to be played fails.
  let recoveryLimit: Duration
  /// The last fault, if it ended because a stream stood that has not played since, and when it did.
  var trial: (fault: SinkFault, since: MonotonicInstant)?
  /// Why a fault was given up, for those who wait for sound without an utterance; the loop takes it.
  var setback: PlaybackError?
  /// When to look again whether the stream has been played out that is to be reopened; nil when none is.
  var nextOpening: MonotonicInstant?
  /// Where the latest utterance ended, all of which was heard, as long as no other has begun.
  var heardEnd: HeardEnd?
  /// The write index for which a drain was last asked.
  var drainIndex: FrameCount?
  private(set) var isShutDown = false
  /// When the latest command or step came.
  private(set) var latest = MonotonicInstant(nanoseconds: 0)
  /// Something was noted that others wait for; the loop clears it after waking them.
  var hasNews = false
  /// What is left of the utterances that were heard to their end, for another thread to free.
  let remains = PlayoutRemains()

  /// Silence behind the last sample of a run of utterances.
  static let tail = Duration.milliseconds(10)

  /// - Parameters:
  ///   - bufferLength: how much the sink is asked to hold.
  ///   - idleLimit: how long the stream may play nothing before it is told to stand still.
  ///   - recoveryLimit: how long a sink that stood before may be gone, or play nothing of what it has.
  init(
    volume: Double, bufferLength: Duration = .milliseconds(200), idleLimit: Duration = .seconds(10),
    recoveryLimit: Duration = .seconds(5)
  ) {
    gain = Gain(volume)
    self.idleLimit = idleLimit
    self.recoveryLimit = recoveryLimit
    historyLength = min(max(bufferLength, .milliseconds(200)), .seconds(2)) + .seconds(1)
    history = SampleHistory(capacity: AudioFormat.speech.frameCount(in: historyLength).rawValue)
    playouts.reserveCapacity(64)
  }

  var isPaused: Bool { pausedAt != nil }

  // MARK: Commands

  mutating func perform(_ command: AudioCommand, on sink: inout some AudioSink & ~Copyable, now: MonotonicInstant) {
    latest = now
    switch command {
    case .enqueue(let playout):
      playouts.append(playout)
      tryAgain(now)
    case .attach(let id, let source):
      playouts.first { $0.id == id }?.attach(source)
    case .attachContinuation(let id, let source):
      playouts.first { $0.id == id }?.attachContinuation(source)
    case .withdraw(let id):
      // Stopped, and its bytes given up because of that: it ends with its fade.
      end(where: { $0.id == id && !$0.isFading }, .withdrawn, heard: heardIndex(sink))
    case .stop(let id, let fade):
      stop(id, fade: fade, &sink, now)
    case .pause:
      pausedAt = pausedAt ?? now
      // Before the next command of the same turn: what is stopped then stands still, and needs no fade.
      if case .ready = sink.state { followStandstill(&sink, now) }
      // What stands still does not fade out: it is silent already.
      end(where: \.isFading, .stopped, heard: heardIndex(sink))
      for playout in playouts { playout.notePause() }
      if fault?.remedy == .waiting { endFault(at: now, sink) }
    case .resume:
      resume(now)
    case .setVolume(let factor):
      gain = Gain(factor)
    case .stayAwake:
      if idleSince != nil { idleSince = now }
      tryAgain(now)
    case .shutDown:
      end(where: { _ in true }, .stopped, heard: heardIndex(sink))
      isShutDown = true
    }
  }

  // MARK: One pass

  /// Does all that can be done now. Called after every event of the sink, every command and every arrival of bytes that
  /// it awaits.
  mutating func step(_ sink: inout some AudioSink & ~Copyable, now: MonotonicInstant) {
    advance(&sink, now)
    publish(sink, now)
  }

  private mutating func advance(_ sink: inout some AudioSink & ~Copyable, _ now: MonotonicInstant) {
    latest = now
    let events = sink.takeEvents()
    switch sink.state {
    case .connecting:
      return awaitStream(sink, now)
    case .failed(let error):
      idleSince = nil
      return recover(from: error, &sink, now)
    case .ready:
      noteStanding()
    }
    followStandstill(&sink, now)
    if let started = events.startedAt { noteRestart(at: started, sink, now) }
    note(events, sink, now)
    // An answer to a drain that was asked for before the last write says nothing about that write.
    var isDrained = events.drained && drainIndex == sink.writeIndex
    if !isPaused { isDrained = watch(&sink, now) || isDrained }
    guard case .ready = sink.state else { return }
    followStarvation(&sink)
    retire(&sink, isDrained: isDrained, now)
    if !isPaused { writeWhatFits(&sink, now) }
    noteRestart(at: nil, sink, now)
    idleSince = playouts.isEmpty ? idleSince ?? now : nil
  }

  /// Corks the stream while it is paused or has long had nothing to play, so that it keeps no device awake. A new utterance
  /// uncorks it at once, long before its first sample comes.
  private mutating func followStandstill(_ sink: inout some AudioSink & ~Copyable, _ now: MonotonicInstant) {
    let isIdle = playouts.isEmpty && idleSince.map { $0.duration(to: now) >= idleLimit } ?? false
    guard isCorked != (isPaused || isIdle) else { return }
    isCorked.toggle()
    sink.setCorked(isCorked)
  }

  private mutating func resume(_ now: MonotonicInstant) {
    guard let pausedAt else { return }
    for playout in playouts { playout.postpone(by: pausedAt.duration(to: now)) }
    heardEnd?.postpone(by: pausedAt.duration(to: now))
    self.pausedAt = nil
    lastLook = nil
  }

  private mutating func note(
    _ events: SinkEvents, _ sink: borrowing some AudioSink & ~Copyable, _ now: MonotonicInstant
  ) {
    // Both may have happened since the last step, in either order.
    let startedBefore = if let start = events.startedAt, let dry = events.underflowAt { start <= dry } else { false }
    if startedBefore { noteStart(events, sink) }
    noteUnderflow(events, sink)
    if !startedBefore { noteStart(events, sink) }
    if !isPaused, fault == nil { for playout in playouts { playout.markFirstAudible(now) } }
  }

  private mutating func noteUnderflow(_ events: SinkEvents, _ sink: borrowing some AudioSink & ~Copyable) {
    let ranDry = events.underflowAt ?? (isLateDrain(events, sink) ? latest : nil)
    guard let ranDry, !isPaused, fault == nil, let playout = playouts.first(where: \.expectsMore)
    else { return }
    // Sinks run dry before the last frame is heard: what they say of where counts for more than what was heard.
    let reached = events.underflowIndex ?? sink.heardIndex
    playout.beginStall(at: ranDry, mustRebuffer: reached.map { $0 >= sink.writeIndex } ?? true)
    hasNews = true
  }

  /// A drain that was asked for before the utterance that plays was there is answered when that runs dry.
  private func isLateDrain(_ events: SinkEvents, _ sink: borrowing some AudioSink & ~Copyable) -> Bool {
    guard events.drained, drainIndex != sink.writeIndex else { return false }
    return drainIndex == nil || sink.isPlayedOut
  }

  /// The sink has begun to play: with the first utterance that waits for it, and with others right behind.
  private mutating func noteStart(_ events: SinkEvents, _ sink: borrowing some AudioSink & ~Copyable) {
    guard let started = events.startedAt else { return }
    var origin: FrameCount?
    for playout in playouts {
      guard let index = playout.indexAwaitingStart else { continue }
      origin = origin ?? index
      playout.noteStarted(at: started.advanced(by: sink.format.duration(of: index - (origin ?? index))))
      hasNews = true
    }
  }

  // MARK: Writing

  private mutating func writeWhatFits(_ sink: inout some AudioSink & ~Copyable, _ now: MonotonicInstant) {
    nextOpening = nil
    // Whatever the sink takes: `deadline` asks for another step at once while there is more to follow.
    for playout in playouts { playout.followContinuation() }
    guard resendUnheard(&sink) else { return }
    for playout in playouts where !playout.isHandedOver {
      do {
        guard try write(playout, &sink, now) else { return }
      } catch {
        end(where: { $0 === playout }, .failed(.decoding(error)), heard: sink.heardIndex)
      }
    }
    drainLast(&sink, now)
  }

  /// Sees to it that the last utterance is drained: another may have been meant to follow it, and have gone.
  private mutating func drainLast(_ sink: inout some AudioSink & ~Copyable, _ now: MonotonicInstant) {
    guard let last = playouts.last, drainIndex != sink.writeIndex else { return }
    switch last.phase {
    case .draining: _ = closeOff(last, &sink, now)
    case .fading: drain(&sink)
    case .buffering, .playing, .rebuffering, .tail: return
    }
  }

  /// Writes as much of `playout` as can be now. Returns true when the next utterance may follow.
  private mutating func write(
    _ playout: Playout, _ sink: inout some AudioSink & ~Copyable, _ now: MonotonicInstant
  ) throws(DecodingError) -> Bool {
    if playout.isWaiting {
      try playout.decode(wanted: playout.decider.policy.decodedThreshold, now: now)
      guard playout.mayPlay(now) else { return false }
    }
    while true {
      try playout.decode(wanted: .zero, now: now)
      guard !playout.isEmptyAndWhole else { return closeOff(playout, &sink, now) }
      let given = playout.framesGiven
      guard open(&sink, for: playout, now), fitSeam(before: playout, &sink, now) else { return false }
      guard give(playout, to: &sink, now) > .zero || playout.framesGiven > given else { return false }
    }
  }

  private mutating func give(
    _ playout: Playout, to sink: inout some AudioSink & ~Copyable, _ now: MonotonicInstant
  ) -> FrameCount {
    guard playout.framesInHand > .zero, sink.writable > .zero else { return .zero }
    let index = sink.writeIndex
    let heardAt = hearing(of: index, sink, now)
    let count = sink.write(atMost: playout.framesInHand) { playout.write(to: &$0, gain: gain, history: history) }
    guard count > .zero else { return .zero }
    noteBegin(playout, at: index, heardAt: heardAt, sink, now)
    return count
  }

  /// Samples of `playout` were written at `index`.
  mutating func noteBegin(
    _ playout: Playout, at index: FrameCount, heardAt: MonotonicInstant?, _ sink: borrowing some AudioSink & ~Copyable,
    _ now: MonotonicInstant
  ) {
    playout.phase = .playing
    guard playout.firstIndex == nil else { return }
    playout.begin(at: index, now: now, heardAt: heardAt)
    heardEnd = nil
    if let buffer = sink.buffer { playout.progress.buffer.note(buffer) }
    hasNews = true
  }

  /// When the frame that is about to be written at `index` will be heard; nil when the sink has to start for it.
  func hearing(
    of index: FrameCount, _ sink: borrowing some AudioSink & ~Copyable, _ now: MonotonicInstant
  ) -> MonotonicInstant? {
    let instant =
      if let heard = sink.heardIndex {
        now.advanced(by: sink.format.duration(of: index - heard))
      } else {
        playouts.last(where: \.isWithSink)?.hearing(of: index)
      }
    return instant.flatMap { $0 > now ? $0 : nil }
  }

  /// Everything of `playout` is written: puts silence behind it, a pause where another utterance follows, and hands it over.
  private mutating func closeOff(
    _ playout: Playout, _ sink: inout some AudioSink & ~Copyable, _ now: MonotonicInstant
  ) -> Bool {
    guard playout.firstIndex != nil else {
      end(where: { $0 === playout }, .played(isCutShort: playout.isCutShort), heard: nil)
      return true
    }
    if case .rebuffering = playout.phase { playout.withdrawStall() }
    let isLast = playouts.last === playout
    if playout.endIndex == nil { playout.padding = padding(at: sink.writeIndex, of: playout, sink.format) }
    let end = playout.endIndex ?? sink.writeIndex
    playout.endIndex = end
    let missing = max(.zero, silence(behind: playout, sink.format) - (sink.writeIndex - end))
    guard writeSilence(missing, &sink) == missing else {
      playout.phase = .tail
      return false
    }
    playout.phase = .draining(end: end)
    playout.lastHeardAt =
      playout.lastHeardAt ?? sink.heardIndex.map { now.advanced(by: sink.format.duration(of: end - $0)) }
    if isLast { drain(&sink) }
    return true
  }
}
