import AudioTypes
import Platform
import RingBuffer
import Synchronization

/// One stream of sound that a host reads: what its reader owns, and what both sides tell each other.
///
/// `read` is for the reading thread; the rest is for the audio thread.
final class PullStream: @unchecked Sendable {
  private let source: AudioFormat
  private let target: AudioFormat
  private var ring: SampleRingReader
  /// Nil while frames are read as they are.
  private var converter: FrameConverter?
  /// Nothing was there when it was read last.
  private var isDry = true
  private let waker: ThreadWaker

  /// When sound began, or went on after the stream had run dry, in nanoseconds; zero for never since it was asked.
  private let startedAt = Atomic<UInt64>(0)
  private let ranDryAt = Atomic<UInt64>(0)
  private let isStill = Atomic(false)
  /// The audio thread is to be woken when no more frames than these are left; negative for never.
  private let wakeLevel = Atomic(-1)

  /// - Parameter waker: wakes the audio thread.
  init(_ ring: consuming SampleRingReader, from source: AudioFormat, to target: AudioFormat, _ waker: ThreadWaker) {
    (self.source, self.target) = (source, target)
    self.ring = ring
    self.waker = waker
    converter = source == target ? nil : FrameConverter(from: source, to: target)
  }

  /// Writes what is there to the start of `samples`, and returns how many frames that was.
  func read(into samples: inout MutableSpan<Int16>) -> Int {
    let wanted = samples.count / target.channelCount
    guard wanted > 0, !isStill.load(ordering: .acquiring) else { return 0 }
    let count = converter == nil ? copy(wanted, into: &samples) : convert(wanted, into: &samples)
    let hasChanged = note(count, wanted)
    let level = wakeLevel.load(ordering: .sequentiallyConsistent)
    let mustRefill = ring.availableCount <= level
    if mustRefill { wakeLevel.store(-1, ordering: .relaxed) }
    if hasChanged || mustRefill { waker.wake() }
    return count
  }

  private func copy(_ wanted: Int, into samples: inout MutableSpan<Int16>) -> Int {
    var next = 0
    return ring.read(atMost: wanted) { piece in
      for index in piece.indices {
        samples[next] = piece[index]
        next += 1
      }
    }
  }

  private func convert(_ wanted: Int, into samples: inout MutableSpan<Int16>) -> Int {
    var next = 0
    for frame in 0..<wanted {
      while converter?.needsFrame == true {
        guard ring.read(atMost: 1, { converter?.take($0, at: 0) }) == 1 else { return frame }
      }
      converter?.make {
        samples[next] = $0
        next += 1
      }
    }
    return wanted
  }

  /// Notes when sound begins and when it ends. Returns whether either has happened.
  private func note(_ count: Int, _ wanted: Int) -> Bool {
    let (hasStarted, hasRunDry) = (isDry && count > 0, !isDry && count < wanted || isDry && 0 < count && count < wanted)
    guard hasStarted || hasRunDry else { return false }
    let now = MonotonicInstant.now
    if hasStarted { startedAt.store(now.nanoseconds, ordering: .releasing) }
    if hasRunDry { ranDryAt.store(now.nanoseconds, ordering: .releasing) }
    isDry = hasRunDry
    return true
  }

  // MARK: Audio thread

  /// Lets reads find nothing, without that being the end of sound.
  func setStill(_ isStill: Bool) {
    self.isStill.store(isStill, ordering: .releasing)
  }

  /// Has the audio thread woken when no more than `frames` are left; nil for never.
  func setWakeLevel(_ frames: Int?) {
    wakeLevel.store(frames ?? -1, ordering: .sequentiallyConsistent)
  }

  /// When it began and ran dry, since this was last asked.
  func takeEvents() -> SinkEvents {
    SinkEvents(startedAt: Self.take(startedAt), underflowAt: Self.take(ranDryAt))
  }

  private static func take(_ instant: borrowing Atomic<UInt64>) -> MonotonicInstant? {
    let nanoseconds = instant.exchange(0, ordering: .acquiringAndReleasing)
    return nanoseconds == 0 ? nil : MonotonicInstant(nanoseconds: nanoseconds)
  }
}
