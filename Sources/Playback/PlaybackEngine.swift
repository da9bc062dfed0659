import AudioDecoding
import AudioTypes

/// The state machine of the audio thread: walks through the queued utterances and gives their samples to the sink.
///
/// It owns no thread, clock or sink: the loop passes them in, so that tests run it in virtual time against a scripted sink.
/// On the way of the samples nothing here locks, allocates or logs.
struct PlaybackEngine {
  var playouts: [Playout] = []
  let history = SampleHistory(capacity: AudioFormat.speech.frameCount(in: Self.historyLength).rawValue)
  private var gain: Gain
  private(set) var isPaused = false
  /// Playing position and when it last moved, for the watchdog.
  var lastProgress: (index: FrameCount?, instant: MonotonicInstant)?
  /// The write index for which a drain was last asked.
  var drainIndex: FrameCount?
  private(set) var isShutDown = false
  /// Something was noted that others wait for; the loop clears it after waking them.
  var hasNews = false

  /// What may have to be written once more: twice what the sink is asked to hold.
  private static let historyLength = Duration.milliseconds(400)
  /// Silence behind the last sample of a run of utterances.
  private static let tail = Duration.milliseconds(10)
  /// A sink that has samples and does not move for this long is given up.
  static let progressLimit = Duration.seconds(5)
  /// An answer to a drain that has not come so long after everything was heard will not come.
  static let drainLimit = Duration.milliseconds(500)

  init(volume: Double) {
    gain = Gain(volume)
    playouts.reserveCapacity(64)
  }

  // MARK: Commands

  mutating func perform(_ command: AudioCommand, on sink: inout some AudioSink & ~Copyable, now: MonotonicInstant) {
    switch command {
    case .enqueue(let id, let progress, let policy):
      playouts.append(Playout(id: id, progress: progress, policy: policy))
    case .attach(let id, let source):
      playouts.first { $0.id == id }?.attach(source)
    case .withdraw(let id):
      end(where: { $0.id == id }, .withdrawn, sink)
    case .stop(let id, let fade):
      stop(id, fade: fade, &sink, now)
    case .pause:
      isPaused = true
      sink.setCorked(true)
    case .resume:
      isPaused = false
      lastProgress = nil
      sink.setCorked(false)
    case .setVolume(let factor):
      gain = Gain(factor)
    case .shutDown:
      end(where: { _ in true }, .stopped, sink)
      isShutDown = true
    }
  }

  // MARK: One pass

  /// Does all that can be done now. Called after every event of the sink, every command and every arrival of bytes.
  mutating func step(_ sink: inout some AudioSink & ~Copyable, now: MonotonicInstant) {
    let events = sink.takeEvents()
    switch sink.state {
    case .connecting:
      return
    case .failed(let error):
      end(where: { _ in true }, .failed(error), sink)
      return
    case .ready:
      break
    }
    note(events, sink)
    // An answer to a drain that was asked for before the last write says nothing about that write.
    var isDrained = events.drained && drainIndex == sink.writeIndex
    if !isPaused {
      writeWhatFits(&sink, now)
      isDrained = watch(sink, now) || isDrained
    }
    retire(sink, isDrained: isDrained, now)
  }

  /// When `step` must run again although nothing happens; nil when only an event can change anything.
  func deadline(_ sink: borrowing some AudioSink & ~Copyable, now: MonotonicInstant) -> MonotonicInstant? {
    guard !isPaused, playouts.contains(where: \.isWithSink) else { return nil }
    let isPlayedOut = playouts.contains(where: \.isHandedOver) && sink.heardIndex == sink.writeIndex
    let limit = isPlayedOut ? Self.drainLimit : Self.progressLimit
    var soonest = max(now, (lastProgress?.instant ?? now).advanced(by: limit))
    if case .draining(let end)? = playouts.first?.phase, playouts.count > 1, let heard = sink.heardIndex {
      soonest = min(soonest, now.advanced(by: sink.format.duration(of: end - heard) + .milliseconds(1)))
    }
    return soonest
  }

  private mutating func note(_ events: SinkEvents, _ sink: borrowing some AudioSink & ~Copyable) {
    if let ranDry = events.underflowAt, !isPaused, let playout = playouts.first(where: \.expectsMore) {
      playout.beginStall(at: ranDry, mustRebuffer: sink.heardIndex.map { $0 >= sink.writeIndex } ?? true)
      hasNews = true
    }
    if let started = events.startedAt, let playout = playouts.last(where: { $0.firstIndex != nil }) {
      playout.noteStarted(at: started)
      hasNews = true
    }
  }

  // MARK: Writing

  private mutating func writeWhatFits(_ sink: inout some AudioSink & ~Copyable, _ now: MonotonicInstant) {
    for playout in playouts where !playout.isHandedOver {
      do {
        guard try write(playout, &sink, now) else { return }
      } catch {
        end(where: { $0 === playout }, .failed(.decoding(error)), sink)
      }
    }
  }

  /// Writes as much of `playout` as can be now. Returns true when the next utterance may follow.
  private mutating func write(
    _ playout: Playout, _ sink: inout some AudioSink & ~Copyable, _ now: MonotonicInstant
  ) throws(DecodingError) -> Bool {
    if playout.isWaiting {
      try playout.decode(wanted: playout.policy.threshold, now: now)
      guard playout.hasNothingToWaitFor else { return false }
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
    history.reset(capacity: format.frameCount(in: Self.historyLength).rawValue * format.channelCount)
    lastProgress = nil
    sink.reopen(format)
    return false
  }

  private mutating func give(
    _ playout: Playout, to sink: inout some AudioSink & ~Copyable, _ now: MonotonicInstant
  ) -> FrameCount {
    guard playout.framesInHand > .zero, sink.writable > .zero else { return .zero }
    let index = sink.writeIndex
    let ahead = sink.heardIndex.map { sink.format.duration(of: index - $0) } ?? .zero
    let count = sink.write(atMost: playout.framesInHand) { playout.write(to: &$0, gain: gain, history: history) }
    if playout.firstIndex == nil, count > .zero {
      playout.begin(at: index, now: now, heardIn: ahead > .zero ? ahead : nil)
      hasNews = true
    }
    guard count > .zero else { return .zero }
    playout.phase = .playing
    playout.markFirstAudible()
    return count
  }

  /// Everything of `playout` is written: puts silence behind it, unless another utterance follows, and hands it over.
  private mutating func closeOff(
    _ playout: Playout, _ sink: inout some AudioSink & ~Copyable, _ now: MonotonicInstant
  ) -> Bool {
    guard playout.firstIndex != nil else {
      end(where: { $0 === playout }, .played(isCutShort: playout.isCutShort), sink)
      return true
    }
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
    playout.lastHeardAt = sink.heardIndex.map { now.advanced(by: sink.format.duration(of: end - $0)) }
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
