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
  /// What may have to be written once more: twice what the sink is asked to hold.
  private let historyLength: Duration
  private var gain: Gain
  /// Since when all stands still; nil while it does not.
  private(set) var pausedAt: MonotonicInstant?
  /// What the stream was told; see `followStandstill`.
  private(set) var isCorked = false
  /// How long the stream may play nothing before it is told to stand still.
  private let idleLimit: Duration
  /// Since when there has been nothing to play; nil while there is something, or the stream does not stand.
  private var idleSince: MonotonicInstant?
  /// Playing position, whether that is the end of what was written, when the watchdog last looked, and how often both were the same.
  var lastProgress: (index: FrameCount?, isPlayedOut: Bool, instant: MonotonicInstant, looks: Int)?
  /// The write index for which a drain was last asked.
  var drainIndex: FrameCount?
  private(set) var isShutDown = false
  /// When the latest command or step came.
  private(set) var latest = MonotonicInstant(nanoseconds: 0)
  /// Something was noted that others wait for; the loop clears it after waking them.
  var hasNews = false

  /// Silence behind the last sample of a run of utterances.
  private static let tail = Duration.milliseconds(10)
  /// A sink that has samples and has not moved at so many looks, a second apart, is given up. Looks and not seconds, because
  /// a machine that was asleep or frozen as a whole is no fault of the sink.
  static let progressLooks = 5
  static let lookInterval = Duration.seconds(1)
  /// An answer to a drain that has not come so long after everything was heard will not come.
  static let drainLimit = Duration.milliseconds(500)

  /// - Parameters:
  ///   - bufferLength: how much the sink is asked to hold.
  ///   - idleLimit: how long the stream may play nothing before it is told to stand still.
  init(volume: Double, bufferLength: Duration = .milliseconds(200), idleLimit: Duration = .seconds(10)) {
    gain = Gain(volume)
    self.idleLimit = idleLimit
    historyLength = min(max(bufferLength, .milliseconds(200)), .seconds(2)) * 2
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
    case .attach(let id, let source):
      playouts.first { $0.id == id }?.attach(source)
    case .attachContinuation(let id, let source):
      playouts.first { $0.id == id }?.attachContinuation(source)
    case .withdraw(let id):
      end(where: { $0.id == id }, .withdrawn, heard: sink.heardIndex)
    case .stop(let id, let fade):
      stop(id, fade: fade, &sink, now)
    case .pause:
      pausedAt = pausedAt ?? now
      for playout in playouts { playout.notePause() }
    case .resume:
      resume(now)
    case .setVolume(let factor):
      gain = Gain(factor)
    case .stayAwake:
      if idleSince != nil { idleSince = now }
    case .shutDown:
      end(where: { _ in true }, .stopped, heard: sink.heardIndex)
      isShutDown = true
    }
  }

  // MARK: One pass

  /// Does all that can be done now. Called after every event of the sink, every command and every arrival of bytes.
  mutating func step(_ sink: inout some AudioSink & ~Copyable, now: MonotonicInstant) {
    latest = now
    let events = sink.takeEvents()
    switch sink.state {
    case .connecting:
      return
    case .failed(let error):
      end(where: { _ in true }, .failed(error), heard: sink.heardIndex ?? lastProgress?.index)
      idleSince = nil
      return
    case .ready:
      break
    }
    followStandstill(&sink, now)
    note(events, sink, now)
    // An answer to a drain that was asked for before the last write says nothing about that write.
    var isDrained = events.drained && drainIndex == sink.writeIndex
    if !isPaused { isDrained = watch(sink, now) || isDrained }
    retire(sink, isDrained: isDrained, now)
    if !isPaused { writeWhatFits(&sink, now) }
    idleSince = playouts.isEmpty ? idleSince ?? now : nil
  }

  /// When `step` must run again although nothing happens; nil when only an event can change anything.
  func deadline(_ sink: borrowing some AudioSink & ~Copyable, now: MonotonicInstant) -> MonotonicInstant? {
    guard !playouts.isEmpty else { return isCorked ? nil : idleSince?.advanced(by: idleLimit) }
    guard !isPaused, case .ready = sink.state else { return nil }
    let watch = nextWatch(sink, now)
    guard let look = playouts.first(where: { !$0.isHandedOver })?.nextLook else { return watch }
    return min(look, watch ?? look)
  }

  /// When the watchdog, or an utterance that ends while others wait, must be looked after.
  private func nextWatch(_ sink: borrowing some AudioSink & ~Copyable, _ now: MonotonicInstant) -> MonotonicInstant? {
    guard let first = playouts.first, first.isWithSink else { return nil }
    let heard = sink.heardIndex
    let isPlayedOut = heard == sink.writeIndex
    // A stream that ran dry in the middle of an utterance goes on when bytes come, and not before.
    guard !isPlayedOut || first.isHandedOver else { return nil }
    let limit = isPlayedOut ? Self.drainLimit : Self.lookInterval
    let nextLook = max(now, (lastProgress?.instant ?? now).advanced(by: limit))
    guard playouts.count > 1, let heard, let end = first.handedOverEnd else { return nextLook }
    return min(nextLook, now.advanced(by: sink.format.duration(of: end - heard) + .milliseconds(1)))
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
    self.pausedAt = nil
    lastProgress = nil
  }

  private mutating func note(
    _ events: SinkEvents, _ sink: borrowing some AudioSink & ~Copyable, _ now: MonotonicInstant
  ) {
    // Both may have happened since the last step, in either order.
    let startedBefore = if let start = events.startedAt, let dry = events.underflowAt { start <= dry } else { false }
    if startedBefore { noteStart(events, sink) }
    noteUnderflow(events, sink)
    if !startedBefore { noteStart(events, sink) }
    if !isPaused { for playout in playouts { playout.markFirstAudible(now) } }
  }

  private mutating func noteUnderflow(_ events: SinkEvents, _ sink: borrowing some AudioSink & ~Copyable) {
    guard let ranDry = events.underflowAt, !isPaused, let playout = playouts.first(where: \.expectsMore) else { return }
    playout.beginStall(at: ranDry, mustRebuffer: sink.heardIndex.map { $0 >= sink.writeIndex } ?? true)
    hasNews = true
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
      guard open(&sink, for: playout), give(playout, to: &sink, now) > .zero else { return false }
    }
  }

  /// Makes sure that the sink's stream has the format of `playout`'s next samples. A stream is only reopened when it has
  /// been played out; returns false until then.
  private mutating func open(_ sink: inout some AudioSink & ~Copyable, for playout: Playout) -> Bool {
    guard playout.isAtFormatChange || playout.format.map({ $0 != sink.format }) ?? false else { return true }
    guard sink.heardIndex.map({ $0 >= sink.writeIndex }) ?? (sink.writeIndex == .zero) else { return false }
    if playout.isAtFormatChange { playout.crossFormatChange() }
    let format = playout.format ?? .speech
    history.reset(capacity: format.frameCount(in: historyLength).rawValue * format.channelCount)
    lastProgress = nil
    drainIndex = nil
    isCorked = false
    sink.reopen(format)
    return false
  }

  private mutating func give(
    _ playout: Playout, to sink: inout some AudioSink & ~Copyable, _ now: MonotonicInstant
  ) -> FrameCount {
    guard playout.framesInHand > .zero, sink.writable > .zero else { return .zero }
    let index = sink.writeIndex
    let heardAt = hearing(of: index, sink, now)
    let count = sink.write(atMost: playout.framesInHand) { playout.write(to: &$0, gain: gain, history: history) }
    if playout.firstIndex == nil, count > .zero {
      playout.begin(at: index, now: now, heardAt: heardAt)
      if let buffer = sink.buffer { playout.progress.buffer.note(buffer) }
      hasNews = true
    }
    guard count > .zero else { return .zero }
    playout.phase = .playing
    return count
  }

  /// When the frame that is about to be written at `index` will be heard; nil when the sink has to start for it.
  private func hearing(
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

  /// Everything of `playout` is written: puts silence behind it, unless another utterance follows, and hands it over.
  private mutating func closeOff(
    _ playout: Playout, _ sink: inout some AudioSink & ~Copyable, _ now: MonotonicInstant
  ) -> Bool {
    guard playout.firstIndex != nil else {
      end(where: { $0 === playout }, .played(isCutShort: playout.isCutShort), heard: nil)
      return true
    }
    if case .rebuffering = playout.phase { playout.withdrawStall() }
    let isLast = playouts.last === playout
    var remaining = isLast ? playout.remainingTail ?? sink.format.frameCount(in: Self.tail) : .zero
    let end = playout.endIndex ?? sink.writeIndex
    playout.endIndex = end
    if remaining > .zero { remaining = remaining - writeSilence(remaining, &sink) }
    guard remaining == .zero else {
      playout.phase = .tail(remaining: remaining)
      return false
    }
    playout.phase = .draining(end: end)
    playout.lastHeardAt =
      playout.lastHeardAt ?? sink.heardIndex.map { now.advanced(by: sink.format.duration(of: end - $0)) }
    if isLast { drain(&sink) }
    return true
  }

  private mutating func writeSilence(
    _ frames: FrameCount, _ sink: inout some AudioSink & ~Copyable
  ) -> FrameCount {
    let samples = frames.rawValue * sink.format.channelCount
    let count = sink.write(atMost: frames) { output in
      for _ in 0..<min(samples, output.freeCapacity) { output.append(0) }
    }
    for _ in 0..<count.rawValue * sink.format.channelCount { history.append(0) }
    return count
  }
}
