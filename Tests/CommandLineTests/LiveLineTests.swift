import LatencyReporting
import Testing

@testable import Playback
@testable import gust_cli

/// The live line, on terminals of any width.
@Suite struct LiveLineTests {
  private func snapshot(_ state: UtteranceSnapshot.State = .playing, level: Double? = -24) -> UtteranceSnapshot {
    UtteranceSnapshot(
      state: state, elapsed: .seconds(13), heard: .milliseconds(12_340), inHand: .milliseconds(1800), level: level,
      stallCount: 1, timeToFirstAudible: .milliseconds(213))
  }

  private let plain = TextStyle(isUnicode: false)

  @Test func allThatIsKnown() {
    #expect(
      LiveLine(snapshot()).text(columns: 79, plain)
        == "> playing  12.3 s  [#####     ]  1.8 s in hand  1 stall  TTFA 213.0 ms")
    #expect(LiveLine(snapshot()).text(columns: 79, TextStyle()).contains("▕█████     ▏"))
  }

  @Test func itFitsAnyWidth() {
    for columns in LiveLine.leastColumns - 1...100 {
      for state in [UtteranceSnapshot.State.waiting, .connecting, .buffering, .playing, .stalled, .paused, .soundLost] {
        let text = LiveLine(snapshot(state)).text(columns: columns, TextStyle())
        #expect(text.count <= columns && text.count >= 6, "\(columns): \(text)")
      }
    }
    #expect(LiveLine(snapshot()).text(columns: 19, plain) == "> playing  12.3 s")
  }

  @Test func coloursTakeNoRoom() {
    let colored = LiveLine(snapshot()).text(columns: 79, TextStyle(isColored: true))
    let text = colored.replacing(/\u{1B}\[[0-9]+m/, with: "")
    #expect(colored != text && text == LiveLine(snapshot()).text(columns: 79, TextStyle()))
  }

  @Test func theMeterGoesFromSilenceToFull() {
    #expect(LiveLine.meter(nil, plain) == "[          ]")
    #expect(LiveLine.meter(-96, plain) == "[          ]")
    #expect(LiveLine.meter(0, plain) == "[##########]")
    #expect(LiveLine.meter(6, plain) == "[##########]")
    #expect((-96...3).allSatisfy { LiveLine.meter(Double($0), TextStyle()).count == 12 })
  }
}
