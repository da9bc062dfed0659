import AudioDecoding
import AudioTypes
import Prebuffering
import RingBuffer
import Seaming
import Synchronization

/// One utterance on the audio thread: takes bytes off the ring, decodes them just ahead of need, and holds what waits to be
/// written. What it waits for and what the sink has of it is the engine's business (`phase`).
///
/// The caller makes it, since that allocates, and never touches it again.
final class Playout: @unchecked Sendable {
  enum Phase {
    /// Nothing has been written: the source is missing or the start policy wants more.
    case buffering
    case playing
    /// Ran dry before its end; waits until the start policy is content again.
    case rebuffering
    /// All is written; silence is being put behind it: the pause before the next, or a little so that the resampler's last
    /// word is not a click.
    case tail
    /// All is with the sink, up to this index of its stream.
    case draining(end: FrameCount)
    /// Stopped: the sink plays the faded rest, up to this index.
    case fading(end: FrameCount)
  }

  let id: UtteranceID
  let progress: UtteranceProgress
  /// Silence between the utterance before and this one, where they follow one another.
  let pauseBefore: Duration
  var decider: StartDecider
  /// When to ask the decider again although nothing came; nil when there is nothing to ask.
  var nextLook: MonotonicInstant?
  /// Whether how the stream came says something about the network: it was watched from its first byte on, and was not held
  /// back by a pause.
  var isWatchedThroughout = true
  /// All bytes that had come when the decider was told last.
  var bytesSeen = ByteCount.zero
  var phase = Phase.buffering
  /// Index in the sink's stream of the first frame; nil until it is written.
  var firstIndex: FrameCount?
  /// Index behind the last frame, without the silence that follows it; nil until all is written.
  var endIndex: FrameCount?
  /// So many of the frames at its end only its encoder put there, and need not be heard.
  var padding = FrameCount.zero
  /// When the last frame will have been heard; nil while that cannot be told.
  var lastHeardAt: MonotonicInstant?
  /// Frames of it that were given to the sink.
  private(set) var framesGiven = FrameCount.zero
  /// The frame at which the sink began to play, or went on after running dry, and when it did; no instant while it has not.
  private var anchor: (frame: FrameCount, instant: MonotonicInstant?) = (.zero, nil)
  private var stalledSince: MonotonicInstant?
  /// Format of the samples at the front of the queue; nil until the first is decoded.
  private(set) var format: AudioFormat?
  /// No more samples will come than those in the queue.
  var isWhole = false
  /// The bytes ended before the stream did, or its last frame was broken.
  var isCutShort = false
  private var onset = AudibleOnset(.speech)
  /// Frames before the first that `onset` has seen.
  private var onsetBase = FrameCount.zero
  private(set) var decodedLength = AudioLength()
  var source: PlayoutSource?
  /// What goes on where `source` broke off, until it does.
  var continuation: PlayoutSource?
  /// The last of those that it is done with.
  private var spent: PlayoutSource?
  /// The continuation could be decoded further at once.
  var canFollowFurther = false
  private(set) var queue: SampleQueue
  var meter: LoudnessMeter
  /// What will be published when it is over, made here because that allocates.
  let ending = PlayoutEnd(.withdrawn, framesHeard: .zero)
  /// A change of format in mid-stream: where in the queue it lies, and to what.
  private(set) var formatChange: (afterSamples: Int, format: AudioFormat)?

  /// Decoded at most this far ahead of the sink's need.
  static let decodeAhead = Duration.milliseconds(100)
  private static let longestPause = Duration.seconds(60)

  init(id: UtteranceID, progress: UtteranceProgress, policy: StartPolicy, pauseBefore: Duration = .zero) {
    self.id = id
    self.progress = progress
    meter = LoudnessMeter(progress.live.loudness)
    self.pauseBefore = min(max(pauseBefore, .zero), Self.longestPause)
    decider = StartDecider(policy: policy)
    let longest = AudioFormat.widest.frameCount(in: policy.decodedThreshold + Self.decodeAhead)
    queue = SampleQueue(
      capacity: longest.rawValue * AudioFormat.widest.channelCount + StreamDecoder.maximumBlockSamples)
  }

  func attach(_ source: PlayoutSource) {
    self.source = source
    decider = StartDecider(policy: decider.policy, prior: source.prior)
  }

  /// Is done with all that would still come.
  func detach() {
    if let source = source.take() { letGo(of: source) }
    if let continuation = continuation.take() { letGo(of: continuation) }
    canFollowFurther = false
    queue.removeAll()
  }

  /// Lets the writer of `source` learn that nobody reads, and keeps the rest: the audio thread is not to free it.
  func letGo(of source: PlayoutSource) {
    source.ring.close()
    source.former = spent
    spent = source
  }

  /// Frames that can be written without a change of format.
  var framesInHand: FrameCount {
    FrameCount((formatChange?.afterSamples ?? queue.count) / (format?.channelCount ?? 1))
  }

  var audioInHand: Duration {
    format?.duration(of: framesInHand) ?? .zero
  }

  /// All samples of the present format are gone and others wait: the stream can be reopened for them.
  var isAtFormatChange: Bool {
    formatChange?.afterSamples == 0
  }

  /// Goes over to the format of the samples that wait.
  func crossFormatChange() {
    format = formatChange?.format ?? format
    formatChange = nil
    publishFormat()
    guard firstIndex != nil else { return }
    // As if the frames of the stream before had been written ahead of this one's first.
    firstIndex = .zero - framesGiven
    anchor = (framesGiven, nil)
  }

  /// No more can be decoded before some of it is written: all has come, a change of format is next, or the queue is full.
  private var isAtItsMost: Bool {
    isWhole || formatChange != nil || queue.free < StreamDecoder.maximumBlockSamples
  }

  /// Decodes what has come until `wanted` audio is in hand, or the ring is empty, or the queue is full.
  func decode(wanted: Duration, now: MonotonicInstant) throws(DecodingError) {
    let wanted = max(wanted, Self.decodeAhead)
    while let source, !isAtItsMost, audioInHand < wanted {
      if try source.nextBlock({ take($0, $1, now) }) { continue }
      if try feed(source) { continue }
      guard goOn(from: source) else { break }
    }
    if let source { noteArrivals(source, now) }
  }

  /// Moves bytes from the ring to the decoder. Returns false when there are none now.
  private func feed(_ source: PlayoutSource) throws(DecodingError) -> Bool {
    progress.ringHighWater.max(source.ring.availableByteCount().rawValue, ordering: .relaxed)
    let before = source.decoder.summary.bytesFed
    let isFed = try source.feed()
    // A continuation brings the same sound once more: its bytes would count twice.
    guard source.aligner == nil else { return isFed }
    progress.bytesDecoded.add((source.decoder.summary.bytesFed - before).rawValue, ordering: .relaxed)
    return isFed
  }

  private func take(_ samples: borrowing Span<Int16>, _ blockFormat: AudioFormat, _ now: MonotonicInstant) {
    if format == nil {
      format = blockFormat
      publishFormat()
      progress.timeline.set(.firstAudioDecoded, now)
      if blockFormat != .speech { onset = AudibleOnset(blockFormat) }
    } else if blockFormat != format {
      if onset.onset == nil { (onset, onsetBase) = (AudibleOnset(blockFormat), framesGiven + framesInHand) }
      formatChange = (queue.count, blockFormat)
    }
    queue.append(samples)
    decodedLength.add(FrameCount(samples.count / blockFormat.channelCount), blockFormat)
    progress.decodedNanoseconds.store(decodedLength.total.wholeNanoseconds, ordering: .relaxed)
    if onset.onset == nil {
      onset.examine(samples)
      if onset.onset != nil { progress.timeline.set(.firstAudibleDecoded, now) }
    }
  }

  private func publishFormat() {
    guard let format else { return }
    progress.channelCount.store(format.channelCount, ordering: .releasing)
    progress.sampleRate.store(format.sampleRate, ordering: .releasing)
  }

  /// Moves samples in hand to `output` until it is full or they are gone, through `gain`, measures them, and keeps them in
  /// `history`.
  func write(to output: inout OutputSpan<Int16>, gain: Gain, history: SampleHistory) {
    let channels = format?.channelCount ?? 1
    let frames = min(framesInHand.rawValue, output.freeCapacity / channels)
    if let format, format != meter.format { meter.move(to: framesGiven, format) }
    for _ in 0..<frames * channels {
      let sample = gain.apply(to: queue.removeFirst())
      history.append(sample)
      meter.take(sample)
      output.append(sample)
    }
    meter.publish()
    if let change = formatChange {
      formatChange = (change.afterSamples - frames * channels, change.format)
    }
    framesGiven += FrameCount(frames)
    progress.framesWritten.store(framesGiven.rawValue, ordering: .relaxed)
  }
}

// MARK: What is heard of it

extension Playout {
  /// The first frame has been written at `index`; it is heard at `heardAt`, or, when nil, as soon as the sink says that it
  /// has started.
  func begin(at index: FrameCount, now: MonotonicInstant, heardAt: MonotonicInstant?) {
    firstIndex = index
    progress.timeline.set(.firstWrite, now)
    anchor = (.zero, heardAt)
  }

  /// When what lies at `index` of the sink's stream is heard, if the sink plays on; nil when it has not begun to.
  func hearing(of index: FrameCount) -> MonotonicInstant? {
    guard let start = anchor.instant, let firstIndex, let format else { return nil }
    return start.advanced(by: format.duration(of: index - firstIndex - anchor.frame))
  }

  /// The index of its frame from which on it waits for the sink to play; nil when it does not.
  var indexAwaitingStart: FrameCount? {
    anchor.instant == nil ? firstIndex.map { $0 + anchor.frame } : nil
  }

  /// The sink began to play, at the first frame or after having run dry.
  func noteStarted(at instant: MonotonicInstant) {
    anchor.instant = instant
    endStall(at: instant)
  }

  /// The sink's stream was lost at `index`: what follows is heard when another has begun to play it.
  func awaitStart(from index: FrameCount) {
    guard let firstIndex else { return }
    anchor = (max(.zero, index - firstIndex), nil)
  }

  func endStall(at instant: MonotonicInstant) {
    guard let since = stalledSince else { return }
    stalledSince = nil
    progress.noteStallEnd(since: since, since.duration(to: instant))
  }

  /// The sink ran dry although more is to come.
  func beginStall(at instant: MonotonicInstant, mustRebuffer: Bool) {
    if mustRebuffer { phase = .rebuffering }
    guard stalledSince == nil else { return }
    stalledSince = instant
    decider.noteStall(at: instant)
    markFirstAudible(instant)
    anchor = (framesGiven, nil)
    progress.noteStallBegin()
  }

  /// What is left with the sink is too little to go on with.
  func rebufferIfStalled() {
    if stalledSince != nil, case .playing = phase { phase = .rebuffering }
  }

  /// What looked like a stall was the end: nothing came after it.
  func withdrawStall() {
    guard let since = stalledSince else { return }
    stalledSince = nil
    lastHeardAt = since
    progress.withdrawStall()
  }

  /// What waits to be heard is heard so much later than was reckoned.
  func postpone(by delay: Duration) {
    anchor.instant = anchor.instant.map { $0.advanced(by: delay) }
    lastHeardAt = lastHeardAt.map { $0.advanced(by: delay) }
  }

  /// Notes when the first audible frame was heard, once it was: until then a pause or a stop may still move it. What is
  /// queued behind the anchor follows it without a gap.
  func markFirstAudible(_ now: MonotonicInstant) {
    guard progress.timeline[.firstAudible] == nil, let firstIndex, let onset = onset.onset else { return }
    let frame = onset + onsetBase
    guard frame < framesGiven, let instant = hearing(of: firstIndex + frame), instant <= now else { return }
    progress.timeline.set(.firstAudible, instant)
  }
}
