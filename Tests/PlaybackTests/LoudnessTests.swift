import AudioTypes
import Testing

@testable import Playback

/// How loud an utterance is where it is heard, in virtual time.
@Suite struct LoudnessTests {
  private static let wide = AudioFormat(sampleRate: 44_100, channelCount: 2)

  @Test("Bursts of a tone show as loud as they are, where they are", arguments: [AudioFormat.speech, wide])
  func bursts(_ format: AudioFormat?) throws {
    let format = try #require(format)
    let stage = Stage()
    let bursts = [16_384, 0, 2048, 32_767, 0, 164].flatMap { tone(amplitude: $0, milliseconds: 130, format) }
    let utterance = try stage.speak(whole: bursts, format)
    var seen = 0
    while utterance.end == nil, seen < 1000 {
      stage.run(for: .milliseconds(7))
      let level = utterance.progress.level(at: stage.now, window: .milliseconds(50))
      guard utterance.progress.snapshot(at: stage.now).level != nil else { continue }
      seen += 1
      // In blocks of 10 ms: the one in which the place lies is not whole.
      let fits = (0...10).contains { late in
        let wanted = loudness(bursts, format, endingAt: level.heard - .milliseconds(late))
        return abs(wanted.rms - level.rms) < 0.5 && abs(wanted.peak - level.peak) < 0.5
      }
      #expect(fits, "\(level.rms) dB, peak \(level.peak) dB at \(level.heard)")
    }
    #expect(seen > 90)
  }

  @Test func aFadeIsHeardToFade() throws {
    let stage = Stage()
    let utterance = try stage.speak(whole: tone(amplitude: 16_384, milliseconds: 2000, .speech))
    stage.run(for: .milliseconds(300))
    let before = utterance.progress.level(at: stage.now, window: .milliseconds(20)).rms
    stage.perform(.stop(utterance.id, fade: .milliseconds(100)))
    var levels: [Double] = []
    while utterance.end == nil, levels.count < 1000 {
      stage.run(for: .milliseconds(5))
      levels.append(utterance.progress.level(at: stage.now, window: .milliseconds(20)).rms)
    }
    #expect(abs(before + 6) < 0.5)
    #expect(levels.contains { (-16 ... -9).contains($0) } && levels.contains { (-40 ... -16).contains($0) })
    #expect(zip(levels, levels.dropFirst()).allSatisfy { $1 <= $0 + 0.1 }, "\(levels)")
  }

  @Test func whatStandsStillIsSilent() throws {
    let stage = Stage()
    let utterance = try stage.speak(whole: tone(amplitude: 16_384, milliseconds: 600, .speech))
    #expect(utterance.progress.level(at: stage.now, window: .milliseconds(50)).rms == SoundLevel.silence)
    stage.run(for: .milliseconds(100))
    stage.perform(.pause)
    stage.run(for: .milliseconds(20))
    let paused = utterance.progress.level(at: stage.now, window: .milliseconds(50))
    #expect(paused.rms == SoundLevel.silence && paused.peak == SoundLevel.silence)
    stage.perform(.resume)
    stage.run(for: .milliseconds(50))
    #expect(utterance.progress.level(at: stage.now, window: .milliseconds(50)).rms > -7)
  }

  @Test func whatIsLongPastIsForgotten() {
    let track = LoudnessTrack()
    for index in 0...600 { track.store(.init(power: 0.25, peak: UInt16(index)), at: index) }
    #expect(track[88] == nil && track[89]?.peak == 89 && track[600]?.peak == 600 && track[601] == nil)
    #expect(track.loudness(before: .milliseconds(500), window: .milliseconds(100)) == nil)
    #expect(track.loudness(before: .seconds(6), window: .seconds(60))?.peak == 599)
  }

  @Test func theMeterFollowsTheVolume() throws {
    let stage = Stage(volume: 0.1)
    let utterance = try stage.speak(whole: tone(amplitude: 16_384, milliseconds: 300, .speech))
    stage.run(for: .milliseconds(200))
    #expect(abs(utterance.progress.level(at: stage.now, window: .milliseconds(50)).rms + 26) < 0.2)
  }
}

/// A square wave, so that its level is that of its amplitude in every block.
func tone(amplitude: Int, milliseconds: Int, _ format: AudioFormat) -> [Int16] {
  (0..<format.sampleRate * milliseconds / 1000 * format.channelCount).map {
    Int16($0 / format.channelCount / 12 % 2 == 0 ? amplitude : -amplitude)
  }
}

/// How loud `samples` are in the 50 ms before `end`.
private func loudness(_ samples: [Int16], _ format: AudioFormat, endingAt end: Duration) -> (rms: Double, peak: Double)
{
  let last = min(samples.count, format.frameCount(in: max(.milliseconds(1), end)).rawValue * format.channelCount)
  let length = format.frameCount(in: .milliseconds(50)).rawValue * format.channelCount
  let heard = samples[max(0, last - length)..<last].map { Double($0) / 32_768 }
  let peak = heard.map(abs).max() ?? 0
  return (
    SoundLevel.decibels(heard.reduce(0) { $0 + $1 * $1 } / Double(max(1, heard.count))),
    SoundLevel.decibels(peak * peak)
  )
}
