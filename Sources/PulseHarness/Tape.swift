import AudioTypes
import Foundation
import Synchronization

/// What comes through a pipe, kept as samples. A thread of its own writes, any thread reads.
final class Tape: Sendable {
  private struct Taken {
    var samples: [Int16] = []
    /// The first half of a sample whose second half has not come yet.
    var oddByte: UInt8?
    /// The earliest instant frame 0 can have been taken at, as each fragment tells: its read time less all that was
    /// read by then. Fragments come late, never early, so the smallest is nearest to the truth.
    var origin: MonotonicInstant?
    var fragments: [Recording.Fragment] = []
    var hasEnded = false
  }

  private let format: AudioFormat
  private let taken = Mutex(Taken())

  init(format: AudioFormat) {
    self.format = format
  }

  var frameCount: FrameCount { FrameCount(taken.withLock { $0.samples.count } / format.channelCount) }

  var hasEnded: Bool { taken.withLock(\.hasEnded) }

  var recording: Recording {
    taken.withLock {
      Recording(samples: $0.samples, format: format, origin: $0.origin ?? .now, fragments: $0.fragments)
    }
  }

  /// Reads on a thread of its own until the pipe's other end is closed.
  func record(_ pipe: OutputPipe) {
    Thread.detachNewThread { [self] in
      while let fragment = pipe.read() { append(fragment, readAt: .now) }
      taken.withLock { $0.hasEnded = true }
    }
  }

  private func append(_ bytes: [UInt8], readAt instant: MonotonicInstant) {
    taken.withLock { taken in
      for byte in bytes {
        if let low = taken.oddByte.take() {
          taken.samples.append(Int16(bitPattern: UInt16(byte) << 8 | UInt16(low)))
        } else {
          taken.oddByte = byte
        }
      }
      let end = FrameCount(taken.samples.count / format.channelCount)
      let candidate = instant.advanced(by: .zero - format.duration(of: end))
      taken.origin = min(taken.origin ?? candidate, candidate)
      taken.fragments.append(Recording.Fragment(end: end, readAt: instant))
    }
  }
}
