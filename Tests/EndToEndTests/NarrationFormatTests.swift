import AudioTypes
import BreezeSimulator
import Gust
import PulseHarness
import Testing

extension EndToEndTests {
  /// Seams between pieces that are encoded.
  @Suite struct NarrationFormats {
    let stage: Stage
    private static let texts = (1...6).map { "Piece number \($0)." }

    init() throws {
      stage = try EndToEndTests.stage
    }

    @Test("Pieces in MP3 follow one another within a millisecond", arguments: [false, true])
    func mp3(isTagged: Bool) async throws {
      var pace = Pace()
      pace.speed = 1.5
      // A length for which LAME fills up nearly a whole frame.
      let scenario = Scenario.noise(892.5, pace: pace) { $0.audio.infoTag = isTagged }
      // The seams are judged, not how early it dares to begin: a busy machine might have it run dry each time.
      let player = try stage.player { $0.startPolicy = .fixed(.milliseconds(250)) }
      try await player.prepare()
      let recording = try await stage.hearUnbroken(scenario) { _ in
        var template = SpeechRequest.pcm("")
        template.format = .mp3
        let report = try await player.narrate(Pieces(texts: Self.texts), as: template).end()
        #expect(report.isFinished)
        return report.interruptions
      }
      let sounds = try Self.texts.map { try stage.samples($0, scenario) }
      var places: [Int] = []
      var expected = try #require(recording.firstFrame(louderThan: 1000)).rawValue
      for sound in sounds {
        let place = Self.place(of: sound, in: recording.samples, near: expected)
        places.append(place)
        expected = place + sound.count
      }
      for (index, (place, next)) in zip(places, places.dropFirst()).enumerated() {
        let between = next - place - sounds[index].count
        #expect(abs(between) <= (isTagged ? 0 : 24), "\(between) frames between \(index) and \(index + 1)")
      }
      try await shutDown(player)
    }

    /// Where `sound` lies in `recording`: where they are most alike in the middle of the sound.
    private static func place(of sound: [Int16], in recording: [Int16], near expected: Int) -> Int {
      let (middle, length) = (sound.count / 2, 600)
      func likeness(_ offset: Int) -> Double {
        var sum = 0.0
        for index in 0..<length { sum += Double(sound[middle + index]) * Double(recording[offset + middle + index]) }
        return sum
      }
      let last = recording.count - sound.count
      let offsets = (expected - 1500...expected + 1500).filter { (0...max(0, last)).contains($0) }
      let scored = offsets.map { (offset: $0, likeness: likeness($0)) }
      return scored.max { $0.likeness < $1.likeness }?.offset ?? 0
    }
  }
}
