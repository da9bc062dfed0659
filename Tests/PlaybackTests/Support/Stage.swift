import AudioDecoding
import AudioTypes
import Prebuffering
import PulseOutput
import RingBuffer
import Synchronization

@testable import Playback

/// An engine on a scripted sink, and the loop that runs it in virtual time.
///
/// Like the real loop it steps the engine only when something happened: an event of the sink or its request for more, a
/// command, bytes, or the engine's own deadline. An engine that waits for anything else hangs here as it would there.
final class Stage {
  var engine: PlaybackEngine
  var sink: ScriptedSink
  private(set) var now = MonotonicInstant(nanoseconds: 1_000_000_000_000)
  /// How often the engine was stepped.
  private(set) var stepCount = 0
  private var isWoken = false
  /// Bytes wake nobody.
  private var isHushed = false
  private var utterances: [ScriptedUtterance] = []
  private var nextID = 1

  init(_ script: ScriptedSink.Script = ScriptedSink.Script(), volume: Double = 1) {
    engine = PlaybackEngine(volume: volume)
    sink = ScriptedSink(script, now: now)
  }

  /// Queues an utterance whose bytes the test provides.
  func speak(
    _ encoding: AudioEncoding = .pcm(.speech), policy: StartPolicy = .immediate, ringCapacity: Int = 1 << 20,
    prior: StartPrior = .none, attaches: Bool = true, after pause: Duration = .zero
  ) throws -> ScriptedUtterance {
    let utterance = try ScriptedUtterance(
      id: UtteranceID(rawValue: nextID), encoding, ringCapacity: ringCapacity, prior: prior)
    nextID += 1
    utterances.append(utterance)
    perform(
      .enqueue(Playout(id: utterance.id, progress: utterance.progress, policy: policy, pauseBefore: pause)))
    if attaches { attach(utterance) }
    return utterance
  }

  func attach(_ utterance: ScriptedUtterance) {
    if let source = utterance.takeSource() { perform(.attach(utterance.id, source)) }
  }

  /// Queues an utterance whose stream may be continued once it is cut.
  func speakContinued(_ encoding: AudioEncoding = .pcm(.speech), policy: StartPolicy = .immediate) throws
    -> ScriptedUtterance
  {
    let utterance = try speak(encoding, policy: policy)
    utterance.progress.mayBeContinued.store(true, ordering: .releasing)
    return utterance
  }

  /// Attaches the same utterance once more; the test provides its bytes, too.
  func attachContinuation(
    to utterance: ScriptedUtterance, _ encoding: AudioEncoding = .pcm(.speech), ringCapacity: Int = 1 << 20
  ) throws -> ScriptedUtterance {
    let continuation = try ScriptedUtterance(
      id: utterance.id, encoding, ringCapacity: ringCapacity, prior: .none)
    utterances.append(continuation)
    if let source = continuation.takeSource() { perform(.attachContinuation(utterance.id, source)) }
    return continuation
  }

  /// Queues an utterance that is there as a whole.
  func speak(
    whole samples: [Int16], _ format: AudioFormat = .speech, after pause: Duration = .zero
  ) throws -> ScriptedUtterance {
    let utterance = try speak(.pcm(format), after: pause)
    utterance.write(samples)
    utterance.finish()
    wake()
    return utterance
  }

  /// Gives the engine a command and steps it, as the loop does.
  func perform(_ command: AudioCommand) {
    engine.perform(command, on: &sink, now: now)
    step()
  }

  /// Bytes have come.
  func noteArrival() {
    for utterance in utterances { utterance.markArrival(at: now) }
    isWoken = isWoken || !isHushed
  }

  /// No more bytes will come, whether or not some just did.
  func wake() {
    noteArrival()
    isWoken = true
  }

  /// Lets time pass, a millisecond at a time.
  func run(for duration: Duration) {
    let end = now.advanced(by: duration)
    stepIfDue()
    while now < end {
      now = min(end, now.advanced(by: .milliseconds(1)))
      sink.advance(to: now)
      stepIfDue()
    }
  }

  /// Lets time pass in which the audio thread is not run.
  func sleep(for duration: Duration) {
    now = now.advanced(by: duration)
    sink.advance(to: now)
  }

  static let lost = PlaybackError.output(.connectionLost)

  /// The server is lost now, and is back after `duration`.
  func loseServer(for duration: Duration, _ error: PlaybackError = lost) {
    sink.script.comesBack = false
    sink.fail(error)
    run(for: duration)
    sink.script.comesBack = true
  }

  /// Runs until `utterance` is over, for at most `limit`. Returns whether it is.
  @discardableResult
  func run(untilEndOf utterance: ScriptedUtterance, limit: Duration = .seconds(20)) -> Bool {
    let end = now.advanced(by: limit)
    while utterance.end == nil, now < end { run(for: .milliseconds(1)) }
    return utterance.end != nil
  }

  private func stepIfDue() {
    let isPastDeadline = engine.deadline(sink, now: now).map { $0 <= now } ?? false
    if isWoken || sink.hasEvents || sink.isAsking || isPastDeadline { step() }
  }

  private func step() {
    isWoken = false
    sink.noteAsked()
    stepCount += 1
    engine.step(&sink, now: now)
    isHushed = !engine.awaitsBytes(sink)
  }
}

/// One utterance and the writing end of its ring.
final class ScriptedUtterance {
  let id: UtteranceID
  let progress = UtteranceProgress()
  let lowWaterCalls = LowWaterCalls()
  private let marks = ArrivalMarks()
  private var byteCount = ByteCount.zero
  private var producer: RingProducer?
  private var source: PlayoutSource?

  init(id: UtteranceID, _ encoding: AudioEncoding, ringCapacity: Int, prior: StartPrior) throws {
    self.id = id
    let ring = RingBuffer(capacity: ByteCount(ringCapacity))
    let writingEnd = ring.producer
    source = PlayoutSource(
      ring: ring.consumer, marks: marks, decoder: try StreamDecoder(encoding), prior: prior,
      onLowWater: { [lowWaterCalls] in lowWaterCalls.count.add(1, ordering: .relaxed) })
    producer = consume writingEnd
  }

  func takeSource() -> PlayoutSource? { source.take() }

  /// Writes samples. Returns how many bytes the ring took.
  @discardableResult
  func write(_ samples: some Sequence<Int16>) -> Int { write(bytes: samples.littleEndianBytes) }

  @discardableResult
  func write(bytes: [UInt8]) -> Int {
    guard var producer = producer.take() else { return 0 }
    let count = unsafe producer.write(bytes.span.bytes).rawValue
    self.producer = consume producer
    byteCount += ByteCount(count)
    return count
  }

  /// The thread that writes says when the bytes came.
  func markArrival(at instant: MonotonicInstant) {
    if byteCount > .zero { marks.note(total: byteCount, at: instant) }
  }

  /// Whether the audio thread has let go of the ring.
  var isReaderGone: Bool {
    switch producer {
    case .some(let producer): producer.isReaderGone
    case nil: true
    }
  }

  func finish() { producer.take()?.finish() }

  /// The connection breaks.
  func cut() { producer.take()?.abandon() }

  var end: PlayoutEnd? { progress.end.load() }
  var framesWritten: Int { progress.framesWritten.load(ordering: .relaxed) }
  var isStalled: Bool { progress.isStalled.load(ordering: .relaxed) }
  var longestStall: Duration { .nanoseconds(Int64(progress.longestStallNanoseconds.load(ordering: .relaxed))) }
  var stallCount: Int { progress.stallCount.load(ordering: .relaxed) }
  var stalledTime: Duration { .nanoseconds(Int64(progress.stalledNanoseconds.load(ordering: .relaxed))) }
  subscript(mark: TimelineMark) -> MonotonicInstant? { progress.timeline[mark] }
}

final class LowWaterCalls: Sendable {
  let count = Atomic<Int>(0)
}
