import AudioTypes
import Foundation
import Synchronization
import Testing

@testable import Playback

/// A host that reads a source block by block on a thread of its own, as fast as it can or as a device would.
final class PullHost: Sendable {
  private struct Read {
    var samples: [Int16] = []
    var hasBegun = false
    var isOver = false
  }

  private let read = Mutex(Read())

  /// - Parameter pause: between two reads; nil for that of a device.
  init(_ source: PullSource, blockFrames: Int = 240, pause: Duration? = .microseconds(200)) {
    let pause = pause ?? source.format.duration(of: FrameCount(blockFrames))
    Thread.detachNewThread { [self] in
      var block = [Int16](repeating: 7, count: blockFrames * source.format.channelCount)
      while !read.withLock(\.isOver) {
        // In one step: a report may come as soon as the last sample is read, and then `samples` has it.
        let count = read.withLock { read in
          var span = block.mutableSpan
          let count = source.read(into: &span).rawValue * source.format.channelCount
          read.samples += block[..<count]
          read.hasBegun = true
          return count
        }
        if block[count...].contains(where: { $0 != 0 }) { Issue.record("what is no sound is no silence") }
        usleep(UInt32(pause.milliseconds * 1000))
      }
    }
  }

  /// Whether it has read at all, be it silence.
  var hasBegun: Bool { read.withLock(\.hasBegun) }

  /// What was read, without silence.
  var sound: [Int16] { read.withLock { $0.samples.filter { $0 != 0 } } }

  /// All that was read as sound.
  var samples: [Int16] { read.withLock(\.samples) }

  func stop() { read.withLock { $0.isOver = true } }
}

/// A player without a service.
func player(_ sound: PlayerConfiguration.Sound, idleLimit: Duration = .seconds(10)) throws -> Player {
  var configuration = PlayerConfiguration()
  configuration.sound = sound
  configuration.stateFolder = nil
  configuration.idleLimit = idleLimit
  return try Player(configuration)
}

/// `items`, one after the other, with `pause` in between; then the end, or `error`.
func stream<Item: Sendable>(
  _ items: [Item], pause: Duration = .zero, error: (any Error)? = nil
) -> AsyncThrowingStream<Item, any Error> {
  let rest = Mutex(items[...])
  return AsyncThrowingStream {
    if pause > .zero { try await Task.sleep(for: pause) }
    if let item = rest.withLock({ $0.popFirst() }) { return item }
    if let error { throw error }
    return nil
  }
}

extension [UInt8] {
  /// Pieces of `size` bytes each, and the rest.
  func pieces(of size: Int) -> [[UInt8]] {
    stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
  }
}

extension UtteranceReport {
  var isFinished: Bool { if case .finished = outcome { true } else { false } }
  var isStopped: Bool { if case .stopped = outcome { true } else { false } }
  /// The text of what failed where the bytes came from, of an utterance that was heard as far as it came.
  var sourceFailure: String? { if case .truncated(.source(let text)) = outcome { text } else { nil } }
}

/// A WAV file, read.
struct ReadWAV {
  let format: AudioFormat
  let samples: [Int16]

  init(_ path: String) throws {
    let bytes = try [UInt8](Data(contentsOf: URL(filePath: path)))
    try #require(bytes.count >= 44)
    let number: (Int, Int) -> Int = { offset, width in
      (0..<width).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
    }
    #expect(String(decoding: bytes[0..<4] + bytes[8..<16] + bytes[36..<40], as: UTF8.self) == "RIFFWAVEfmt data")
    #expect(number(4, 4) == bytes.count - 8 && number(40, 4) == bytes.count - 44)
    #expect(number(20, 2) == 1 && number(34, 2) == 16)
    format = try #require(AudioFormat(sampleRate: number(24, 4), channelCount: number(22, 2)))
    samples = [Int16](littleEndian: bytes[44...])
  }
}
