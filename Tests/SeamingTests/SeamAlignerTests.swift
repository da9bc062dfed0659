import AudioTypes
import Seaming
import TestSupport
import Testing

/// Two recordings of one sound, put together behind any frame.
@Suite struct SeamAlignerTests {
  private static let sounds: [[Int16]] = [Sound.noise(36_000), Sound.speechLike(36_000)]

  @Test(arguments: [0, 1, 2, 575, 1199, 1200, 6000, 24_000, 35_999, 36_000])
  func theSameRecordingGoesOnBitByBit(cut: Int) {
    for sound in Self.sounds {
      let joint = Joint(sound, cut: cut, sound)
      #expect(joint.difference(from: sound[cut...]) == nil)
      #expect(joint.seam.lag == .zero && joint.seam.crossfade == .zero && joint.seam.missing == .zero)
      #expect(cut == 0 || joint.seam.basis == .identical && joint.seam.correlation == 1)
    }
  }

  @Test func theSizeOfTheBlocksDoesNotMatter() {
    let sound = Sound.noise(24_000)
    for block in [1, 24, 1152, 8224] {
      #expect(Joint(sound, cut: 9001, sound, block: block).difference(from: sound[9001...]) == nil)
    }
  }

  @Test(arguments: [1, 2, 3, 7, 64, 529, 576, 1105, 1500, 2112, 2399])
  func aRecordingThatBeginsLaterOrEarlierIsFollowedToTheSample(offset: Int) {
    for sound in Self.sounds {
      let cut = 21_313
      let later = Joint(sound, cut: cut, Sound.silence(offset) + sound)
      #expect(later.difference(from: sound[cut...]) == nil, "later by \(offset): \(later.seam)")
      #expect(later.lag() == offset && later.seam.basis == .correlation && later.seam.correlation > 0.999)
      let earlier = Joint(sound, cut: cut, Array(sound[offset...]))
      #expect(earlier.difference(from: sound[cut...]) == nil, "earlier by \(offset): \(earlier.seam)")
      #expect(earlier.lag() == -offset)
    }
  }

  @Test(arguments: [240, 300, 600, 1000, 1200, 2000])
  func aStreamCutInItsFirstMillisecondsIsFollowed(cut: Int) {
    for offset in [1, 100, 576] {
      let sound = Sound.noise(12_000, seed: 7)
      let joint = Joint(sound, cut: cut, Sound.silence(offset) + sound)
      #expect(joint.difference(from: sound[cut...]) == nil, "\(joint.seam)")
    }
  }

  @Test(arguments: [0.05, 0.5, 1.9])
  func anotherVolumeIsTheSameSound(gain: Double) {
    let sound = Sound.speechLike(36_000)
    let other = sound.map { Int16(clamping: Int((Double($0) * gain).rounded())) }
    let joint = Joint(sound, cut: 20_000, Sound.silence(431) + other)
    #expect(joint.lag() == 431 && joint.seam.correlation > 0.99)
    #expect(joint.difference(from: other[20_096...], dropping: 96) == nil)
  }

  @Test func aSteadyToneGoesOnInItsPhaseNearTheExpectedPlace() {
    for hertz in [100.0, 440, 1000, 3000, 5990] {
      let sound = Sound.tone(40_000, hertz: hertz)
      for offset in [0, 1, 50, 700] {
        let joint = Joint(sound, cut: 20_003, Sound.silence(offset) + sound)
        let largest = zip(joint.rest, sound[20_003...]).map { abs(Int($0) - Int($1)) }.max() ?? 0
        #expect(largest < 1000, "\(hertz) Hz, \(offset): \(joint.seam)")
        #expect(abs(joint.lag()) <= offset)
      }
    }
  }

  @Test func silenceGoesOnWhereItsTimeHasCome() {
    let sound = Sound.silence(20_000) + Sound.noise(10_000)
    let same = Joint(sound, cut: 15_000, sound)
    #expect(same.difference(from: sound[15_000...]) == nil)
    // One of both is silent: nothing to compare.
    let other = Joint(Sound.noise(20_000), cut: 15_000, sound)
    #expect(other.seam.basis == .position && other.seam.lag == .zero && other.seam.correlation == 0)
    #expect(other.difference(from: sound[15_096...], dropping: 96) == nil)
    let first = Joint(sound, cut: 15_000, Sound.noise(20_000))
    #expect(first.seam.basis == .position && first.seam.lag == .zero && first.seam.correlation == 0)
  }

  @Test func anotherSoundGoesOnWhereItsTimeHasCome() {
    let other = Sound.noise(36_000, seed: 99)
    let joint = Joint(Sound.noise(36_000), cut: 20_000, other)
    #expect(joint.seam.basis == .position && joint.seam.lag == .zero && joint.seam.correlation < 0.3)
    #expect(joint.difference(from: other[20_096...], dropping: 96) == nil)
  }

  @Test func theDifferenceAtTheSeamFadesWithinFourMilliseconds() throws {
    let sound = Sound.speechLike(36_000)
    let raised = sound.map { Int16(clamping: Int($0) + 300) }
    let joint = Joint(sound, cut: 20_000, raised)
    #expect(joint.seam.crossfade == .milliseconds(4))
    #expect(abs(Int(joint.rest[0]) - Int(sound[20_000])) <= 1)
    try #require(joint.rest.count == 16_000)
    let added = zip(joint.rest, raised[20_000...]).map { Int($0) - Int($1) }
    #expect(zip(added[..<95], added[1..<96]).allSatisfy { $0 <= $1 })
    #expect(added[0] <= -299 && added[48] < -140 && added[48] > -160 && added[96...].allSatisfy { $0 == 0 })
  }

  @Test func whatEndsBeforeTheSeamSaysSo() {
    let sound = Sound.noise(36_000)
    let joint = Joint(sound, cut: 24_000, Array(sound[..<12_000]))
    #expect(joint.difference(from: []) == nil)
    #expect(joint.seam.missing == .milliseconds(500))
    let nothing = Joint(sound, cut: 24_000, [])
    #expect(nothing.difference(from: []) == nil && nothing.seam.missing == .seconds(1))
    let exact = Joint(sound, cut: 24_000, Array(sound[..<24_000]))
    #expect(exact.difference(from: []) == nil && exact.seam.missing == .zero && exact.seam.basis == .identical)
  }

  @Test func channelsStayInTheirPlaces() throws {
    let format = try #require(AudioFormat(sampleRate: 48_000, channelCount: 2))
    let sound = Sound.noise(2 * 40_000)
    for (cut, offset) in [(20_001, 0), (20_001, 1105), (30_000, 4001), (480, 7)] {
      let joint = Joint(sound, cut: cut, Sound.silence(2 * offset) + sound, format: format, block: 1152)
      #expect(joint.difference(from: sound[(2 * cut)...]) == nil, "\(joint.seam)")
      #expect(joint.lag(format) == offset)
    }
  }

  @Test(arguments: [(8000, 1), (44_100, 1), (96_000, 2), (48_000, 6)])
  func everyFormatFits(rate: Int, channels: Int) throws {
    let format = try #require(AudioFormat(sampleRate: rate, channelCount: channels))
    let sound = Sound.noise(rate * channels)
    let joint = Joint(sound, cut: rate / 2 + 1, Sound.silence(25 * channels) + sound, format: format, block: 1000)
    #expect(joint.difference(from: sound[((rate / 2 + 1) * channels)...]) == nil, "\(joint.seam)")
  }

  @Test func anotherRateGoesOnAtItsTime() throws {
    let wide = try #require(AudioFormat(sampleRate: 48_000, channelCount: 1))
    let other = Sound.noise(48_000)
    let joint = Joint(Sound.noise(24_000), cut: 6001, other, secondFormat: wide)
    #expect(joint.seam.basis == .position && joint.difference(from: other[12_002...]) == nil)
    let stereo = try #require(AudioFormat(sampleRate: 24_000, channelCount: 2))
    let both = Joint(Sound.noise(24_000), cut: 6001, other, secondFormat: stereo)
    #expect(both.seam.basis == .position && both.difference(from: other[12_002...]) == nil)
  }
}
