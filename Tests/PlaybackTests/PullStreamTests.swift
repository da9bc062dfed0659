import AudioTypes
import Platform
import RingBuffer
import Synchronization
import Testing

@testable import Playback

/// How streams are handed to a reader that must neither wait nor free anything.
@Suite struct PullStreamTests {
  private let source = PullSource()
  private let waker: ThreadWaker

  init() throws {
    waker = try ThreadWaker()
  }

  private func stream() -> PullStream {
    let ring = SampleRing(frames: 480, channelCount: 1)
    return PullStream(ring.reader, from: .speech, to: .speech, waker)
  }

  @discardableResult
  private func read() -> [Int16] {
    var block = [Int16](repeating: 0, count: 240)
    var span = block.mutableSpan
    let count = source.read(into: &span)
    return Array(block.prefix(count.rawValue))
  }

  @Test func whatTheReaderHasIsKeptUntilAnotherCanFreeIt() {
    var streams = [stream()]
    weak let read1 = streams[0]
    #expect(source.open(streams[0]))
    read()
    streams = (0..<3).map { _ in stream() }
    weak let unread = streams[0]
    for stream in streams { #expect(source.open(stream)) }
    streams = []
    #expect(read1 != nil && unread == nil)
    read()
    #expect(read1 != nil, "the reader was the last to let go of it")
    #expect(source.open(stream()))
    #expect(read1 == nil)
  }

  @Test func whoOpensWhileTheReaderChangesStreamsTriesAgain() throws {
    var sink = PullSink(source, waker)
    source.desk.withLock { _ in sink.reopen(.speech) }
    let samples = noise(240)
    let written = sink.write(atMost: FrameCount(240)) { output in
      for sample in samples { output.append(sample) }
    }
    #expect(written == FrameCount(240))
    #expect(read() == [], "what was opened first is still read")
    sink.iterate(until: .now)
    #expect(read() == samples)
  }

  @Test func aStreamThatStandsAtOnceIsNotWaitedFor() {
    var sink = PullSink(source, waker)
    sink.reopen(.speech)
    let limit = MonotonicInstant.now.advanced(by: .seconds(20))
    sink.iterate(until: limit)
    #expect(.now < limit, "nothing will wake who waits here: all there is to play may have come")
  }

  @Test func aWakeThatFindsNoRoomDoesNotPutOffTheNext() {
    var sink = PullSink(source, waker)
    let samples = noise(240)
    while sink.writable > .zero {
      _ = sink.write(atMost: FrameCount(240)) { output in for sample in samples { output.append(sample) } }
    }
    for _ in 1...2 { sink.iterate(until: .now) }
    for _ in 1...10 { read() }
    let limit = MonotonicInstant.now.advanced(by: .seconds(20))
    sink.iterate(until: limit)
    #expect(.now < limit, "half of the buffer is empty, and there may be more to write")
  }
}
