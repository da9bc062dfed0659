import AudioTypes
import PulseHarness
import Testing

@testable import gust_bench

@Suite struct HearingTests {
  /// Loud and silent stretches, in milliseconds, one after the other; the first is silent.
  private func take(_ milliseconds: [Int], from start: Int = 0) -> Take {
    let frames = AudioFormat.speech.frameCount(in: .milliseconds(1)).rawValue
    let samples = milliseconds.enumerated().flatMap { index, length in
      [Int16](repeating: index % 2 == 0 ? 0 : 8000, count: length * frames)
    }
    return Take(
      recording: Recording(samples: samples, format: .speech, origin: .now), start: FrameCount(start * frames))
  }

  private func milliseconds(_ hearing: Hearing) -> (stalled: Double, lost: Double) {
    (hearing.stalledTime(at: .speech).milliseconds, hearing.missing(of: .milliseconds(300), at: .speech).milliseconds)
  }

  @Test("Silence before and behind the sound is no stall")
  func whole() throws {
    let hearing = try #require(Hearing(take([50, 300, 80])))
    #expect(hearing.gaps.isEmpty)
    // The window of the rule for what is audible looks at 10 ms.
    #expect(milliseconds(hearing).lost < 1)
    #expect(abs(hearing.first.rawValue - 50 * 24) <= 24)
  }

  @Test("Gaps inside it are stalls, each counted with its length")
  func gaps() throws {
    let hearing = try #require(Hearing(take([10, 100, 20, 100, 35, 100, 10])))
    #expect(hearing.gaps.count == 2)
    #expect(milliseconds(hearing).stalled == 55)
    #expect(milliseconds(hearing).lost < 1)
  }

  @Test("What a sound server's rewind loses is no stall")
  func tooShort() throws {
    #expect(try #require(Hearing(take([10, 150, 1, 150, 10]))).gaps.isEmpty)
    #expect(try #require(Hearing(take([10, 150, 2, 150, 10]))).gaps.count == 1)
  }

  @Test("An end that was dropped is lost, a gap is not")
  func droppedEnd() throws {
    let hearing = try #require(Hearing(take([10, 100, 30, 100, 10])))
    #expect(milliseconds(hearing).stalled == 30)
    #expect((99...101).contains(milliseconds(hearing).lost))
  }

  @Test("What was recorded before does not count, and silence is nothing")
  func start() throws {
    let hearing = try #require(Hearing(take([0, 40, 60, 300, 20], from: 60)))
    #expect(abs(hearing.first.rawValue - 100 * 24) <= 24)
    #expect(hearing.gaps.isEmpty)
    #expect(Hearing(take([200])) == nil)
  }
}
