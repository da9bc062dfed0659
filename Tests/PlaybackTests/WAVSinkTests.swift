import AudioTypes
import Foundation
import PulseHarness
import Testing

@testable import Playback

/// Sound that goes into a file.
@Suite(.timeLimit(.minutes(1))) struct WAVSinkTests {
  @Test func theFileHoldsWhatWouldHaveBeenHeard() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path("spoken.wav")
    let player = try player(.wavFile(path))
    let parts = [noise(30_000), noise(24_000, seed: 2)]
    for part in parts {
      let report = await player.play(bytes: stream(part.littleEndianBytes.pieces(of: 5000)), format: .pcm(.speech))
        .report
      #expect(report.isFinished && report.framesHeard == FrameCount(part.count), "\(report.outcome)")
      #expect(report.stallCount == 0)
    }
    #expect(!folder.names.contains("spoken.wav"), "it has its name when it is whole")
    player.shutDown()
    let wav = try ReadWAV(path)
    #expect(wav.format == .speech)
    #expect(wav.samples.difference(from: parts[0] + silence(240) + parts[1] + silence(240)) == nil)
    #expect(folder.names == ["spoken.wav"])
  }

  @Test func queuedUtterancesFollowWithoutASeam() async throws {
    let folder = try TemporaryFolder()
    let player = try player(.wavFile(folder.path("queue.wav")))
    let parts = (1...3).map { noise(12_000, seed: $0) }
    player.pause()
    let utterances = parts.map { player.play(bytes: stream([$0.littleEndianBytes]), format: .pcm(.speech)) }
    try await Task.sleep(for: .milliseconds(100))
    player.resume()
    for utterance in utterances { #expect(await utterance.report.isFinished) }
    player.shutDown()
    let heard = try ReadWAV(folder.path("queue.wav")).samples
    #expect(heard.filter { $0 != 0 }.difference(from: parts.flatMap(\.self)) == nil)
  }

  @Test func itTakesAllFormatsIntoItsOwn() async throws {
    let folder = try TemporaryFolder()
    let stereo = try #require(AudioFormat(sampleRate: 48_000, channelCount: 2))
    let player = try player(.wavFile(folder.path("one.wav"), format: stereo))
    let tone = sine(440, .speech, milliseconds: 500)
    let same = noise(4800, channels: 2)
    #expect(await player.play(bytes: stream([tone.littleEndianBytes]), format: .pcm(.speech)).report.isFinished)
    #expect(await player.play(bytes: stream([same.littleEndianBytes]), format: .pcm(stereo)).report.isFinished)
    player.shutDown()
    let wav = try ReadWAV(folder.path("one.wav"))
    #expect(wav.format == stereo)
    // Half a window of the first one's last silence stays in the converter.
    let frames = 24_480 - 32 + 4800 + 480
    #expect(wav.samples.count == frames * 2)
    let rest = Array(wav.samples.suffix(9600 + 960).prefix(9600))
    #expect(rest.difference(from: same) == nil, "what is in the file's own format goes into it as it is")
  }

  @Test func aFileThatCannotBeWrittenFailsWhatIsPlayed() async throws {
    let player = try player(.wavFile("/nowhere/at/all.wav"))
    let report = await player.play(bytes: stream([noise(240).littleEndianBytes]), format: .pcm(.speech)).report
    guard case .failed(.file) = report.outcome else {
      Issue.record("\(report.outcome)")
      return
    }
    player.shutDown()
  }

  @Test func aDiskThatIsFullIsToldAtOnceAndForGood() async throws {
    let player = try player(.wavFile("/dev/full", format: .speech))
    for _ in 0..<2 {
      let report = await player.play(bytes: stream([noise(240_000).littleEndianBytes]), format: .pcm(.speech)).report
      guard case .failed(.file) = report.outcome else {
        Issue.record("\(report.outcome)")
        return
      }
    }
    player.shutDown()
  }

  @Test func aFileThatCannotTakeItsNameIsTold() async throws {
    var folder = try TemporaryFolder()
    let player = try player(.wavFile(folder.path("spoken.wav")))
    let spoken = player.play(bytes: stream([noise(4800).littleEndianBytes]), format: .pcm(.speech))
    #expect(await spoken.report.isFinished)
    folder = try TemporaryFolder()  // The other is gone, with all that was in it.
    for _ in 0..<2 {
      let error = #expect(throws: PlaybackError.self) { try player.close() }
      guard case .file = error else {
        Issue.record("\(String(describing: error))")
        return
      }
    }
    #expect(folder.names.isEmpty)
  }

  @Test func closingTellsWhatIsThere() async throws {
    let folder = try TemporaryFolder()
    let player = try player(.wavFile(folder.path("spoken.wav")))
    let spoken = player.play(bytes: stream([noise(4800).littleEndianBytes]), format: .pcm(.speech))
    #expect(await spoken.report.isFinished)
    try player.close()
    #expect(try ReadWAV(folder.path("spoken.wav")).samples.prefix(4800).elementsEqual(noise(4800)))
    let mute = try PlaybackTests.player(.wavFile("/nowhere/at/all.wav"))
    #expect(throws: PlaybackError.self) { try mute.close() }
  }

  @Test(arguments: [nil, AudioFormat.speech]) func aPipeIsRefused(format: AudioFormat?) async throws {
    let folder = try TemporaryFolder()
    let path = folder.path("pipe")
    let result = unsafe mkfifo(path, 0o600)
    #expect(result == 0)
    let player = try player(.wavFile(path, format: format))
    let report = await player.play(bytes: stream([noise(240).littleEndianBytes]), format: .pcm(.speech)).report
    guard case .failed(.file) = report.outcome else {
      Issue.record("\(report.outcome)")
      return
    }
    player.shutDown()
  }

  @Test(arguments: [nil, AudioFormat.speech]) func theNullDeviceTakesAll(format: AudioFormat?) async throws {
    let player = try player(.wavFile("/dev/null", format: format))
    #expect(
      await player.play(bytes: stream([noise(240).littleEndianBytes]), format: .pcm(.speech)).report.isFinished)
    player.shutDown()
  }

  /// In a process of its own, whose current folder is nobody else's.
  @Test func aDashIsANameLikeAnyOther() async {
    await #expect(processExitsWith: .success) {
      let folder = try TemporaryFolder()
      try #require(unsafe chdir(folder.path(".")) == 0)
      let player = try player(.wavFile("-"))
      let report = await player.play(bytes: stream([noise(240).littleEndianBytes]), format: .pcm(.speech)).report
      try #require(report.isFinished)
      player.shutDown()
      let samples = try ReadWAV(folder.path("-")).samples
      try #require(samples.count >= 240)
    }
  }

  @Test func whereNothingWasPlayedThereIsNoFile() async throws {
    let folder = try TemporaryFolder()
    try player(.wavFile(folder.path("none.wav"), format: .speech)).shutDown()
    try player(.wavFile(folder.path("none.wav"))).shutDown()
    #expect(folder.names.isEmpty)
  }
}

/// A tone at half of full scale.
func sine(_ hertz: Double, _ format: AudioFormat, milliseconds: Int) -> [Int16] {
  (0..<format.sampleRate * milliseconds / 1000).flatMap { frame in
    let value = Int16(16_000 * sin(2 * .pi * hertz * Double(frame) / Double(format.sampleRate)))
    return [Int16](repeating: value, count: format.channelCount)
  }
}
