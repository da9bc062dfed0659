import AudioTypes
import Platform
import RingBuffer

/// A host that reads frames when it needs them, as an engine's sink.
struct PullSink: WaitingSink, ~Copyable {
  private let source: PullSource
  private let waker: ThreadWaker
  private var ring: SampleRingWriter
  private var stream: PullStream
  /// The source has not taken the stream yet.
  private var mustOpen = true
  private(set) var format: AudioFormat
  /// What the host took of frames that a stop was just replacing counts as never written.
  private var forgotten = FrameCount.zero
  private var isDrainAsked = false
  /// A stream was opened, which stands at once; see `AudioSink.reopen`.
  private var hasOpened = false
  /// Something was written since the reader was last told when to wake this thread.
  private var hasWritten = false

  /// - Parameter waker: ends the wait.
  init(_ source: PullSource, _ waker: ThreadWaker) {
    self.source = source
    self.waker = waker
    format = .speech
    let ring = Self.makeRing(source, format)
    stream = PullStream(ring.reader, from: format, to: source.format, waker)
    self.ring = ring.writer
    open()
  }

  /// Has the stream read, unless the reader is just changing streams: `iterate` tries again.
  private mutating func open() {
    mustOpen = !source.open(stream)
  }

  /// A second more than is written ahead: a stop puts silence behind what is there.
  private static func makeRing(_ source: PullSource, _ format: AudioFormat) -> SampleRing {
    let frames = format.frameCount(in: source.bufferLength + .seconds(1)).rawValue
    return SampleRing(frames: max(1, frames), channelCount: format.channelCount)
  }

  private static let retryInterval = Duration.milliseconds(1)

  mutating func iterate(until deadline: MonotonicInstant?) {
    if mustOpen { open() }
    let left = waiting.rawValue
    let half = format.frameCount(in: source.bufferLength).rawValue / 2
    // Who had nothing to write when there was room is woken when there is something, and not for more room.
    let level: Int? = left == 0 ? nil : hasWritten || left > half ? half : 0
    hasWritten = false
    stream.setWakeLevel(level)
    let isDue = hasOpened || level.map { waiting.rawValue <= $0 } ?? isDrained
    hasOpened = false
    let limit = isDue ? .zero : deadline.map { MonotonicInstant.now.duration(to: $0) }
    waker.wait(atMost: mustOpen ? min(limit ?? Self.retryInterval, Self.retryInterval) : limit)
  }

  mutating func close() {
    source.detach()
  }

  var state: SinkState { .ready }
  var writeIndex: FrameCount { FrameCount(ring.position) - forgotten }
  var heardIndex: FrameCount? { FrameCount(ring.readPosition) - forgotten }
  var takenIndex: FrameCount? { heardIndex }
  var toldAt: MonotonicInstant? { .now }
  /// Asked when nothing moves, which is the host's doing.
  var isSuspended: Bool { true }
  var isRealTime: Bool { true }
  var deviceName: String? { nil }
  var awaitsCork: Bool { false }
  var isPlayedOut: Bool { waiting == .zero }
  var isStarved: Bool { false }
  var replaceableIndex: FrameCount? { FrameCount(ring.claimedPosition) - forgotten }
  var buffer: GrantedBuffer? {
    GrantedBuffer(targetLength: source.bufferLength, minimumRequest: .zero, sinkLatency: nil)
  }

  var writable: FrameCount {
    max(.zero, format.frameCount(in: source.bufferLength) - waiting)
  }

  private var waiting: FrameCount { FrameCount(ring.position - ring.readPosition) }

  private var isDrained: Bool { isDrainAsked && waiting == .zero }

  mutating func reopen(_ format: AudioFormat) {
    self.format = format
    let ring = Self.makeRing(source, format)
    stream = PullStream(ring.reader, from: format, to: source.format, waker)
    self.ring = ring.writer
    (isDrainAsked, hasWritten, hasOpened, forgotten) = (false, false, true, .zero)
    open()
  }

  mutating func reconnect() {
    reopen(format)
  }

  mutating func askPosition() {}

  mutating func write(atMost limit: FrameCount, _ fill: (inout OutputSpan<Int16>) -> Void) -> FrameCount {
    let count = ring.write(atMost: min(limit, writable).rawValue, fill)
    if count > 0 { (hasWritten, isDrainAsked) = (true, false) }
    return FrameCount(count)
  }

  mutating func overwrite(from index: FrameCount, _ samples: borrowing Span<Int16>) {
    let first = index + forgotten
    // What the host has taken meanwhile stays as it was heard.
    var next = (ring.rewind(to: first.rawValue) - first.rawValue) * format.channelCount
    while next < samples.count {
      let count = ring.write(atMost: (samples.count - next) / format.channelCount) { output in
        while output.freeCapacity > 0 {
          output.append(samples[next])
          next += 1
        }
      }
      guard count > 0 else { break }
    }
    forgotten = FrameCount(ring.position) - (index + FrameCount(samples.count / format.channelCount))
    hasWritten = true
  }

  mutating func setCorked(_ isCorked: Bool) {
    stream.setStill(isCorked)
  }

  mutating func beginDrain() {
    isDrainAsked = true
  }

  mutating func takeEvents() -> SinkEvents {
    var events = stream.takeEvents()
    if isDrained { (events.drained, isDrainAsked) = (true, false) }
    return events
  }
}
