import AudioTypes
import Foundation
import Testing

@testable import Playback

/// Frames of one rate become frames of another.
@Suite struct FrameConverterTests {
  @Test(arguments: [
    (24_000, 48_000), (44_100, 48_000), (48_000, 44_100), (22_050, 48_000), (48_000, 16_000), (8000, 24_000),
  ])
  func aToneStaysWhatItIsAndWhereItIs(from: Int, to: Int) throws {
    let source = try #require(AudioFormat(sampleRate: from, channelCount: 1))
    let target = try #require(AudioFormat(sampleRate: to, channelCount: 1))
    let converted = convert(sine(1000, source, milliseconds: 400), source, target)
    let wanted = sine(1000, target, milliseconds: 400)
    #expect(abs(converted.count - wanted.count) <= 16 * max(1, to / from) + 16)
    // The middle, since a tone that begins and ends is more than that tone.
    let middle = to / 10..<to * 3 / 10
    let worst = middle.map { abs(Int(converted[$0]) - Int(wanted[$0])) }.max() ?? .max
    #expect(worst <= 32, "−54 dB of full scale would be \(worst)")
  }

  @Test func whatTheTargetCannotHoldIsNotFoldedIntoIt() throws {
    let source = try #require(AudioFormat(sampleRate: 48_000, channelCount: 1))
    let target = try #require(AudioFormat(sampleRate: 16_000, channelCount: 1))
    let converted = convert(sine(12_000, source, milliseconds: 300), source, target)
    #expect(converted[1600..<3200].allSatisfy { abs(Int($0)) < 32 })
  }

  @Test func channelsAreSpreadAndMixed() throws {
    let stereo = try #require(AudioFormat(sampleRate: 24_000, channelCount: 2))
    let up = convert([Int16](repeating: 1000, count: 2400), .speech, stereo)
    #expect(up.count.isMultiple(of: 2) && up[2400..<2500].allSatisfy { (999...1001).contains($0) })
    let down = convert((0..<4800).map { $0.isMultiple(of: 2) ? 3000 : 1000 }, stereo, .speech)
    #expect(down[1200..<1300].allSatisfy { (1999...2001).contains($0) })
  }

  private func convert(_ samples: [Int16], _ source: AudioFormat, _ target: AudioFormat) -> [Int16] {
    var converter = FrameConverter(from: source, to: target)
    var converted: [Int16] = []
    for index in stride(from: 0, to: samples.count, by: source.channelCount) {
      converter.take(samples.span, at: index)
      while !converter.needsFrame { converter.make { converted.append($0) } }
    }
    return converted
  }
}
