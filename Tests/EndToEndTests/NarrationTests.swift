import AudioTypes
import BreezeSimulator
import Gust
import PulseHarness
import Testing

extension EndToEndTests {
  /// A text of many pieces, spoken as one.
  @Suite struct Narrations {
    let stage: Stage
    private static let sentences = (1...20).map { "Sentence number \($0)." }

    init() throws {
      stage = try EndToEndTests.stage
    }

    @Test("Twenty sentences: not a sample between them, not a stall, one stream and two connections at most")
    func twentyInARow() async throws {
      let scenario = Scenario.noise(900, pace: .modest)
      let player = try stage.player()
      try await player.prepare()
      let recording = try await stage.hearUnbroken(scenario) { _ in
        let report = try await player.narrate(Pieces(texts: Self.sentences), as: .pcm("")).end()
        #expect(report.isFinished && report.finishedCount == 20 && report.pieceCount == 20)
        #expect(report.heardTime == .seconds(18))
        let end = Self.sentences.joined(separator: " ").count
        #expect(report.position == NarrationPosition(piece: 19, time: .milliseconds(900), characters: end))
        #expect(report.firstReport?.marks.timeToFirstAudioHeard != nil)
        return report.interruptions
      }
      try expectExactly(Self.sentences, in: recording, scenario)
      #expect(Set(stage.requests.map(\.clientPort)).count <= 2)
      try await shutDown(player)
    }

    @Test("A pause between sentences is exact to the sample, and no stall or gap")
    func pauses() async throws {
      let scenario = Scenario.noise(700, pace: .modest)
      let player = try stage.player()
      try await player.prepare()
      let texts = Array(Self.sentences.prefix(4))
      let pause = [Int16](repeating: 0, count: 8400)
      let expected = Array(try texts.map { try stage.samples($0, scenario) }.joined(separator: pause))
      let recording = try await stage.hearUnbroken(scenario, as: expected) { _ in
        let options = NarrationOptions(pause: .milliseconds(350))
        let report = try await player.narrate(Pieces(texts: texts), as: .pcm(""), options: options).end()
        #expect(report.isFinished && report.heardTime == .milliseconds(2800))
        return report.interruptions
      }
      expectSame(recording.stretch, expected, "with pauses")
      try await shutDown(player)
    }

    @Test("A piece is taken when it can be asked for and not before")
    func takesPiecesLate() async throws {
      let scenario = Scenario.noise(800, pace: .modest)
      stage.set(scenario)
      let player = try stage.player()
      let pieces = Pieces(texts: Array(Self.sentences.prefix(6)))
      let narration = player.narrate(pieces, as: .pcm(""))
      for await event in narration.events {
        if case .over(let piece, _, _) = event { #expect(pieces.asked.value <= piece + 3) }
        if case .piece(0, .firstByte) = event { #expect(pieces.asked.value <= 2) }
      }
      #expect(try await narration.end().finishedCount == 6)
      try await shutDown(player)
    }

    @Test("Text that comes late leaves a gap, which is told and is nobody's stall")
    func lateText() async throws {
      let scenario = Scenario.noise(600)
      let player = try stage.player()
      try await player.prepare()
      let pieces = Pieces(
        texts: ["First", "Second", "Third"],
        before: { if $0 == 1 { try? await Task.sleep(for: .milliseconds(1500)) } })
      var names: [String] = []
      var last: NarrationReport?
      let recording = try await stage.hearUnbroken(scenario) { _ in
        let narration = player.narrate(pieces, as: .pcm(""))
        names = []
        for await event in narration.events {
          names.append(event.name)
          if case .waitingForText = event, names.contains("over 0") {
            #expect(narration.snapshot.state == .waitingForText)
          }
        }
        let report = try await narration.end()
        last = report
        // The one gap is the text's doing.
        return report.interruptions - 1
      }
      let report = try #require(last)
      #expect(report.isFinished && report.stallCount == 0 && report.gapCount == 1)
      let gap = try #require(report.gaps.first)
      #expect(gap.beforePiece == 1 && gap.waitedForText > .milliseconds(300), "\(gap)")
      #expect(gap.waitedForService < gap.waitedForText)
      #expect(
        names.filter { ["waitingForText", "gap 1"].contains($0) } == ["waitingForText", "waitingForText", "gap 1"])
      expectSame(recording.sound, try ["First", "Second", "Third"].flatMap { try stage.samples($0, scenario) })
      #expect(recording.gaps.count == 1)
      try await shutDown(player)
    }

    @Test("Text that comes while the last word is being heard follows it to the sample")
    func lateTextInTime() async throws {
      let scenario = Scenario.noise(600)
      let player = try stage.player()
      try await player.prepare()
      let texts = ["First", "Second"]
      let expected = try texts.flatMap { try stage.samples($0, scenario) }
      let recording = try await stage.hearUnbroken(scenario, as: expected) { recorder in
        // The first is with the sound server as a whole when the second comes: 10 ms of silence wait behind it.
        let pieces = Pieces(
          texts: texts, before: { if $0 == 1 { try? await recorder.waitForSound(.milliseconds(450)) } })
        let report = try await player.narrate(pieces, as: .pcm("")).end()
        #expect(report.isFinished)
        return report.interruptions
      }
      expectSame(recording.stretch, expected)
      try await shutDown(player)
    }

    @Test("Stopping tells piece, time and characters, and leaves no request behind")
    func stopping() async throws {
      let scenario = Scenario.noise(2000, pace: .modest)
      stage.set(scenario)
      let player = try stage.player()
      let texts = Array(Self.sentences.prefix(5))
      let recording = try await stage.hear { recorder in
        let narration = player.narrate(Pieces(texts: texts), as: .pcm(""))
        try await recorder.waitForSound(.milliseconds(3000))
        let report = await narration.stop()
        #expect(report.isStopped && report.finishedCount == 1)
        let position = try #require(report.position)
        #expect(position.piece == 1 && position.time >= .milliseconds(900) && position.time < .milliseconds(1900))
        let share = position.time / .milliseconds(2000)
        let expected = texts[0].count + 1 + Int(share * Double(texts[1].count))
        #expect(abs(position.characters - expected) <= 2, "\(position) instead of \(expected)")
        #expect(narration.snapshot.state == .over)
        #expect(await narration.stop().position == position)
      }
      let whole = try texts.flatMap { try stage.samples($0, scenario) }
      expectPrefix(Array(recording.sound.prefix(68_000)), of: whole)
      #expect(recording.sound.count < 96_000)
      for _ in 0..<500 where stage.requests.contains(where: { $0.ending == nil }) {
        try await Task.sleep(for: .milliseconds(20))
      }
      #expect(stage.requests.allSatisfy { $0.ending != nil } && stage.requests.count <= 3)
      try await shutDown(player)
    }

    @Test("A pause holds the place in the middle of a text, and shows")
    func pausing() async throws {
      let scenario = Scenario.noise(700, pace: .modest)
      let player = try stage.player()
      let texts = Array(Self.sentences.prefix(3))
      let recording = try await stage.hearUnbroken(scenario) { recorder in
        let narration = player.narrate(Pieces(texts: texts), as: .pcm(""))
        try await recorder.waitForSound(.milliseconds(900))
        narration.pause()
        let held = narration.snapshot
        #expect(held.state == .paused)
        try await Task.sleep(for: .milliseconds(700))
        #expect(narration.snapshot.heard - held.heard < .milliseconds(100))
        narration.resume()
        #expect(narration.snapshot.state != .paused)
        let report = try await narration.end()
        #expect(report.isFinished)
        return report.interruptions
      }
      expectSame(recording.sound, try texts.flatMap { try stage.samples($0, scenario) })
      try await shutDown(player)
    }

    /// Expects these texts and nothing between their first and last sample.
    private func expectExactly(_ texts: [String], in recording: Recording, _ scenario: Scenario) throws {
      expectSame(recording.stretch, try texts.flatMap { try stage.samples($0, scenario) })
    }
  }
}
