import AudioTypes
import PulseOutput

@testable import Playback

/// A sound server in virtual time: plays what was written at the pace of a clock that tests set, and keeps what was heard.
///
/// It behaves like a PulseAudio stream with `prebuf` of one frame: a write into a dry stream starts it at once, running dry
/// is an underflow unless a drain waits, and what is done to a stream that does not stand is an error that lasts.
struct ScriptedSink: AudioSink, ~Copyable {
  /// A stretch of sound without a gap.
  struct Passage {
    let start: MonotonicInstant
    let format: AudioFormat
    var samples: [Int16] = []
    var end: MonotonicInstant {
      start.advanced(by: format.duration(of: FrameCount(samples.count / format.channelCount)))
    }
  }

  /// What tests decide.
  struct Script {
    var format = AudioFormat.speech
    var bufferLength = Duration.milliseconds(200)
    /// From writing a sample to the moment it can no longer be replaced.
    var latency = Duration.milliseconds(5)
    /// From taking a sample to its being heard, as a device behind a server has it.
    var earLatency = Duration.zero
    /// Whether an underflow comes with where it was.
    var tellsUnderflowIndex = true
    var openingTime = Duration.zero
    /// How long after a start the position is not known.
    var positionDelay = Duration.zero
    /// How often the server tells, without being asked, how much it has taken.
    var positionInterval = Duration.zero
    var answersDrains = true
    /// Takes samples and plays none.
    var standsStill = false
    /// Whether another connection can be made once this one is lost.
    var comesBack = false
    /// Switched off: nothing moves.
    var isSuspended = false
    /// What it plays at a time: less than that only in a drain, as PipeWire does.
    var blockLength = Duration.zero
    /// Has no room, whatever it has played.
    var takesNothing = false
    /// The most frames one write takes.
    var writeLimit = FrameCount(100_000)
  }

  var script: Script
  private(set) var format: AudioFormat
  private(set) var passages: [Passage] = []
  private(set) var reopenings: [AudioFormat] = []
  private(set) var reconnections = 0
  private(set) var drainCount = 0
  private(set) var isCorked = false
  /// Frames that were to be replaced although they were heard already.
  private(set) var lateFrames = FrameCount.zero
  private var now: MonotonicInstant
  private var opensAt: MonotonicInstant
  private var failure: PlaybackError?
  /// All samples of the stream that is open.
  private var stream: [Int16] = []
  private var played = FrameCount.zero
  /// Where and when playing began last; nil while the stream is dry or corked.
  private var run: (index: FrameCount, start: MonotonicInstant)?
  private var isDraining = false
  /// Since when nothing is taken; nil while something is.
  private var restsSince: MonotonicInstant?
  /// Since when the server does nothing and tells nothing; nil while it runs.
  private var frozenAt: MonotonicInstant?
  private var events = SinkEvents()
  private(set) var hasEvents = false
  private var askedAt = FrameCount.zero
  /// What the server told last of how much it had taken, and when.
  private var told: (taken: FrameCount, at: MonotonicInstant)
  private var isAskedForPosition = false

  init(_ script: Script = Script(), now: MonotonicInstant) {
    self.script = script
    self.now = now
    format = script.format
    told = (.zero, now)
    opensAt = now.advanced(by: script.openingTime)
  }

  // MARK: The clock

  /// Plays what is due until `instant`.
  mutating func advance(to instant: MonotonicInstant) {
    if case .connecting = state, instant >= opensAt { hasEvents = true }
    now = instant
    playWhatIsDue()
    tellPosition()
  }

  private mutating func playWhatIsDue() {
    guard let run, !script.standsStill, !script.isSuspended, frozenAt == nil else { return }
    let due = run.index + format.frameCount(in: run.start.duration(to: now))
    let end = playableEnd(from: run.index)
    play(upTo: min(due, end))
    guard due >= end else { return }
    self.run = nil
    restsSince = run.start.advanced(by: format.duration(of: end - run.index))
    hasEvents = true
    if isDraining {
      isDraining = false
      events.drained = script.answersDrains
    } else {
      events.underflowAt = events.underflowAt ?? restsSince
      if script.tellsUnderflowIndex { events.underflowIndex = end }
    }
  }

  /// Where playing ends that began at `index`, if nothing more is written.
  private func playableEnd(from index: FrameCount) -> FrameCount {
    let block = format.frameCount(in: script.blockLength).rawValue
    guard block > 0, !isDraining else { return writeIndex }
    return index + FrameCount((writeIndex - index).rawValue / block * block)
  }

  private mutating func play(upTo index: FrameCount) {
    guard index > played, let last = passages.indices.last else { return }
    let channels = format.channelCount
    passages[last].samples += stream[played.rawValue * channels..<index.rawValue * channels]
    played = index
  }

  private mutating func tellPosition() {
    guard frozenAt == nil, isAskedForPosition || told.at.duration(to: now) >= script.positionInterval else { return }
    if isAskedForPosition { hasEvents = true }
    isAskedForPosition = false
    told = (played, now)
  }

  /// The server asks for more once just under half of its buffer is free again.
  var isAsking: Bool {
    format.duration(of: played - askedAt) >= script.bufferLength / 2 - .milliseconds(1)
  }

  mutating func noteAsked() { askedAt = played }

  mutating func fail(_ error: PlaybackError) {
    failure = error
    hasEvents = true
  }

  /// Stops the server in its tracks, or lets it go on where it stood.
  mutating func setFrozen(_ isFrozen: Bool) {
    frozenAt = isFrozen ? now : nil
    goOn()
  }

  /// Switches the device off, or on again.
  mutating func setSuspended(_ isSuspended: Bool) {
    script.isSuspended = isSuspended
    goOn()
  }

  private mutating func goOn() {
    hasEvents = true
    tellPosition()
    if run != nil { run = (played, now) }
    if run != nil, frozenAt == nil, !script.isSuspended { passages.append(Passage(start: now, format: format)) }
  }

  /// A drain answer that belongs to an earlier write, say.
  mutating func inject(_ events: SinkEvents) {
    self.events = events
    hasEvents = true
  }

  var heard: [Int16] { passages.flatMap(\.samples) }

  // MARK: AudioSink

  var state: SinkState {
    if let failure { return .failed(failure) }
    return now < opensAt ? .connecting : .ready
  }

  var writeIndex: FrameCount { FrameCount(stream.count / format.channelCount) }

  var writable: FrameCount {
    script.takesNothing ? .zero : max(.zero, format.frameCount(in: script.bufferLength) - (writeIndex - played))
  }

  var isStarved: Bool { run == nil && !isCorked && told.taken == played && played > .zero && played < writeIndex }

  var isPlayedOut: Bool { heardIndex == writeIndex && told.taken == writeIndex }

  var heardIndex: FrameCount? {
    if case .connecting = state { return nil }
    guard !stream.isEmpty || passages.isEmpty else { return nil }
    if let run, run.start.duration(to: now) < script.positionDelay { return nil }
    guard let frozenAt, run != nil else { return max(.zero, played - onItsWay) }
    return min(writeIndex, played + format.frameCount(in: frozenAt.duration(to: now)))
  }

  /// Taken, and not heard yet.
  private var onItsWay: FrameCount {
    format.frameCount(in: max(.zero, script.earLatency - (restsSince?.duration(to: now) ?? .zero)))
  }

  var takenIndex: FrameCount? { told.taken }

  var toldAt: MonotonicInstant? { told.at }

  var isSuspended: Bool { script.isSuspended }

  var isRealTime: Bool { true }

  var buffer: GrantedBuffer? {
    GrantedBuffer(
      targetLength: script.bufferLength, minimumRequest: script.bufferLength / 2, sinkLatency: script.latency)
  }

  var replaceableIndex: FrameCount? {
    isCorked ? played : heardIndex.map { min($0 + format.frameCount(in: script.latency), writeIndex) }
  }

  mutating func reopen(_ format: AudioFormat) {
    reopenings.append(format)
    self.format = format
    beginStream()
  }

  mutating func reconnect() {
    reconnections += 1
    failure = script.comesBack ? nil : .output(.noServer(address: nil))
    beginStream()
  }

  mutating func askPosition() {
    isAskedForPosition = isUsable()
  }

  private mutating func beginStream() {
    stream = []
    played = .zero
    askedAt = .zero
    told = (.zero, now)
    isAskedForPosition = false
    run = nil
    isDraining = false
    isCorked = false
    events = SinkEvents()
    opensAt = now.advanced(by: script.openingTime)
    hasEvents = true
  }

  mutating func write(atMost limit: FrameCount, _ fill: (inout OutputSpan<Int16>) -> Void) -> FrameCount {
    let limit = min(limit, writable, script.writeLimit)
    guard isUsable(), limit > .zero else { return .zero }
    let written = [Int16](capacity: limit.rawValue * format.channelCount) { fill(&$0) }
    stream += written
    start()
    return FrameCount(written.count / format.channelCount)
  }

  mutating func overwrite(from index: FrameCount, _ samples: borrowing Span<Int16>) {
    guard isUsable() else { return }
    let late = max(.zero, played - index)
    lateFrames = lateFrames + late
    let kept = stream.prefix(played.rawValue * format.channelCount)
    stream.removeLast(stream.count - index.rawValue * format.channelCount)
    for position in samples.indices { stream.append(samples[position]) }
    stream.replaceSubrange(0..<min(kept.count, stream.count), with: kept.prefix(stream.count))
    start()
  }

  mutating func setCorked(_ isCorked: Bool) {
    guard isUsable(), self.isCorked != isCorked else { return }
    self.isCorked = isCorked
    if isCorked { (run, restsSince) = (nil, now) } else { start(isContinuing: true) }
  }

  mutating func beginDrain() {
    guard isUsable() else { return }
    drainCount += 1
    isDraining = true
    if run == nil, !isCorked, played == writeIndex {
      isDraining = false
      events.drained = script.answersDrains
      hasEvents = true
    }
    start()
  }

  mutating func takeEvents() -> SinkEvents {
    defer {
      events = SinkEvents()
      hasEvents = false
    }
    return events
  }

  private mutating func start(isContinuing: Bool = false) {
    guard run == nil, !isCorked, played < playableEnd(from: played) else { return }
    run = (played, now)
    restsSince = nil
    passages.append(Passage(start: now, format: format))
    guard !isContinuing, !script.standsStill else { return }
    events.startedAt = events.startedAt ?? now
    hasEvents = true
  }

  private mutating func isUsable() -> Bool {
    if case .ready = state { return true }
    failure = failure ?? .output(.notReady)
    return false
  }
}
