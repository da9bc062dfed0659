import AudioTypes
import Testing

@testable import Prebuffering

/// What is kept from one run to the next.
@Suite struct ArrivalHistoryTests {
  private let other = ArrivalHistory.Service(origin: "http://127.0.0.1:8080", encoding: .pcm(.speech))

  private var filled: ArrivalHistory {
    var history = ArrivalHistory()
    for _ in 0..<3 { history.add(.steady, to: .test) }
    history.add(.lateBurst, to: other)
    return history
  }

  @Test("It reads what it wrote")
  func roundTrip() {
    #expect(ArrivalHistory(text: filled.text) == filled)
    #expect(ArrivalHistory(text: ArrivalHistory().text) == ArrivalHistory())
    let text = String(decoding: filled.text, as: UTF8.self)
    #expect(text.hasPrefix("gust-arrivals 1\nservice pcm http://127.0.0.1:8080\n301 296 "))
  }

  @Test("Services and encodings are kept apart")
  func apart() {
    #expect(filled.prior(for: .test).streamCount == 3)
    #expect(filled.prior(for: other).streamCount == 1)
    #expect(filled.prior(for: .init(origin: "https://api.example", encoding: .pcm(.speech))).streamCount == 0)
  }

  @Test("It stays small, whatever it learns")
  func bounded() {
    let worst = ArrivalTrace([(0, 1), (5000, 1), (50_000, 1)])
    var history = ArrivalHistory()
    for number in 0..<40 {
      let name = String(repeating: "x", count: 290) + "\(number)"
      for _ in 0..<40 { history.add(worst, to: .init(origin: name, encoding: .mp3)) }
    }
    #expect(history.entries.count == 16 && history.entries.allSatisfy { $0.streams.count == 24 })
    #expect(history.entries.first?.service.origin.hasSuffix("39") == true)
    #expect(history.text.count <= ArrivalHistory.longestText)
    #expect(ArrivalHistory(text: history.text) == history)
  }

  @Test("A name that could break the form is not kept")
  func hostileName() {
    for name in ["", "a b", "a\nservice mp3 b", "é", String(repeating: "x", count: 301)] {
      var history = ArrivalHistory()
      history.add(.steady, to: .init(origin: name, encoding: .mp3))
      #expect(history == ArrivalHistory())
    }
  }

  @Test("The newest streams have the word: one bad day is forgotten")
  func forgets() {
    var history = ArrivalHistory()
    history.add(.lateBurst, to: .test)
    #expect(history.prior(for: .test).wanted(after: .zero) == .milliseconds(301))
    for _ in 0..<24 { history.add(.steady, to: .test) }
    #expect(history.prior(for: .test).wanted(after: .zero) == .milliseconds(11))
  }

  @Test(
    "Whatever is not of the form is an empty history",
    arguments: [
      "", "\n", "gust-arrivals 1", "gust-arrivals 2\n", "gust-arrivals 1\n1 2\n", "gust-arrivals 1\n\n",
      "gust-arrivals 1\nservice mp3 h\n-1\n", "gust-arrivals 1\nservice mp3 h\n10000\n",
      "gust-arrivals 1\nservice mp3 h\n1  2\n", "gust-arrivals 1\nservice midi h\n1\n",
      "gust-arrivals 1\nservice mp3\n1\n",
      "gust-arrivals 1\nservice mp3 h\n1\nservice mp3 h\n1\n", "gust-arrivals 1\r\nservice mp3 h\r\n1\r\n",
      "gust-arrivals 1\nservice mp3 h\n1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17\n",
      "gust-arrivals 1\nservice mp3 h\n٣\n", "gust-arrivals 1\nservice mp3 h\n1\u{0}\n",
    ])
  func malformed(text: String) {
    #expect(ArrivalHistory(text: Array(text.utf8)) == ArrivalHistory())
  }

  @Test("No bytes harm it")
  func anyBytes() {
    var random = SystemRandomNumberGenerator()
    let text = filled.text
    for round in 0..<5000 {
      var bytes = text
      if round % 2 == 0 {
        bytes = (0..<Int.random(in: 0...300)).map { _ in UInt8.random(in: .min ... .max, using: &random) }
      } else {
        for _ in 0..<Int.random(in: 1...4) {
          bytes[Int.random(in: bytes.indices)] = UInt8.random(in: .min ... .max, using: &random)
        }
        if round % 3 == 0 { bytes.removeLast(Int.random(in: 0...bytes.count)) }
      }
      let history = ArrivalHistory(text: bytes)
      #expect(ArrivalHistory(text: history.text) == history)
    }
    #expect(ArrivalHistory(text: text + [UInt8](repeating: 0x31, count: 1 << 20) + [0x0A]) == ArrivalHistory())
  }
}
