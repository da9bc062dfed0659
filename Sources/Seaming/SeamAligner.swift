package import AudioTypes
import Glibc

/// Continues a stream that broke off with another recording of the same sound, behind the very frame that came last.
///
///     what came      ──────────────────────┤ broke off at `position`
///     continuation   ─────────────────┤·····├──────────▶
///                      kept here, compared ▲ seam, moved by the lag
///
/// The continuation is appended from its beginning and forgotten again but for its last half second. Once it reaches far
/// enough behind the end of what came (`wantsMore`), `join` compares both and finds the lag; what lies behind the seam is
/// then taken with `takeJoined`, and whatever the continuation brings after that follows directly.
///
/// Encoders differ in the silence they put first and in every sample, if only by a little. The lag takes care of the one. For
/// the other, the difference that both have in the last frame before the seam is added to the first frames behind it and
/// fades as a raised cosine: what came may have been heard to its last frame already, so there is nothing left to mix with.
///
/// All memory is taken by `init`; nothing else allocates, locks or waits. One thread at a time.
package struct SeamAligner: Sendable {
  /// So much of what came is compared.
  package static let tailLength = Duration.milliseconds(250)
  /// The largest lag, to either side: more than the silence any of the usual codecs puts first.
  package static let longestLag = Duration.milliseconds(100)
  /// How long the difference between both recordings takes to fade.
  package static let crossfade = Duration.milliseconds(4)
  /// The continuation must reach so far behind the seam for it to be found.
  package static let reach = longestLag + crossfade

  /// Signals less alike than this are not taken for the same sound.
  static let leastCorrelation = 0.6
  /// What is shorter cannot be compared.
  private static let shortestTail = Duration.milliseconds(10)
  /// Formats with more samples a second have proportionally less time for everything here.
  private static let mostSamplesPerSecond = 96_000

  /// The latest samples of the continuation.
  private var recent: RecentSamples
  /// The last samples of what came; known at the seam.
  private var tail: [Int16]
  private var tailCount = 0
  private var search: LagSearch
  /// Index behind the last frame that was appended, counted from the continuation's beginning in its present format.
  private var end = 0
  /// Index of the next frame to be taken; nil before `join`.
  private var next: Int?

  /// The format of what was appended last; nil before that.
  package private(set) var format: AudioFormat?

  /// Makes an aligner for recordings in any format. Allocates and touches half a megabyte.
  ///
  /// - Parameter largestBlock: the most samples that are appended at once.
  package init(largestBlock: Int) {
    let rate = Self.mostSamplesPerSecond
    let tail = Self.samples(in: Self.tailLength, rate)
    let lag = Self.samples(in: Self.longestLag, rate)
    recent = RecentSamples(capacity: tail + 2 * lag + Self.samples(in: Self.crossfade, rate) + largestBlock)
    self.tail = Array(repeating: 0, count: tail)
    search = LagSearch(templateCapacity: tail, lagCapacity: lag)
  }

  // MARK: Before the seam

  /// How long all that was appended sounds.
  package var position: Duration {
    format?.duration(of: FrameCount(end)) ?? .zero
  }

  /// Takes the next samples of the continuation: whole frames.
  package mutating func append(_ samples: borrowing Span<Int16>, _ format: AudioFormat) {
    if format != self.format {
      end = format.frameCount(in: position).rawValue
      recent.removeAll()
      self.format = format
    }
    recent.append(samples)
    end += samples.count / format.channelCount
  }

  /// Whether more of the continuation is needed to find the seam at `position`, the length of what came; only the latest half
  /// second is kept, so that no more must be appended while this says no.
  package func wantsMore(for position: Duration) -> Bool {
    self.position < position + Self.reach
  }

  // MARK: The seam

  /// Finds the place in the continuation that follows what came.
  ///
  /// - Parameters:
  ///   - position: the length of all that came.
  ///   - tailFormat: the format of its last frames.
  ///   - tailFrames: how many of them `tail` can give; no more than `tailLength` are looked at.
  ///   - tail: gives their interleaved samples; the oldest of the `tailFrames` frames begins at index 0.
  package mutating func join(
    at position: Duration, behind tailFormat: AudioFormat, _ tailFrames: FrameCount, tail sample: (Int) -> Int16
  ) -> Seam {
    guard let format, format == tailFormat else { return goOn(at: position, .position) }
    let wanted = min(tailFrames.rawValue, frames(in: Self.tailLength, format))
    let first = (tailFrames.rawValue - wanted) * format.channelCount
    tailCount = wanted * format.channelCount
    for index in 0..<tailCount { tail[index] = sample(first + index) }

    let nominal = format.frameCount(in: position).rawValue
    guard !isSame(before: nominal, format) else { return goOn(at: position, .identical, correlation: 1) }
    let match = match(before: nominal, format)
    let isAlike = match.correlation >= Self.leastCorrelation
    let lag = isAlike ? max(match.lag, -nominal) : 0
    let length = bridge(at: nominal + lag, format)
    return goOn(
      at: position, isAlike ? .correlation : .position, lag: lag, correlation: match.correlation, crossfade: length)
  }

  /// Hands further frames from behind the seam to `body`, `limit` samples at most. Returns false when none are kept here.
  package mutating func takeJoined(
    atMost limit: Int, _ body: (borrowing Span<Int16>, AudioFormat) -> Void
  ) -> Bool {
    guard let format, let first = next, first < end else { return false }
    let channels = format.channelCount
    let count = min(end - first, limit / channels) * channels
    guard count > 0 else { return false }
    let taken = recent.withSamples(at: (end - first) * channels, atMost: count) { body($0, format) }
    next = first + taken / channels
    return true
  }

  /// Sets the place from which on frames are taken.
  private mutating func goOn(
    at position: Duration, _ basis: Seam.Basis, lag: Int = 0, correlation: Double = 0, crossfade: Int = 0
  ) -> Seam {
    let format = format ?? .speech
    let place = format.frameCount(in: position).rawValue + lag
    let oldest = end - recent.count / format.channelCount
    next = min(max(place, oldest), end)
    return Seam(
      basis: basis, position: position, lag: format.duration(of: FrameCount(lag)), correlation: correlation,
      crossfade: format.duration(of: FrameCount(crossfade)),
      missing: format.duration(of: FrameCount(max(0, place - end))))
  }

  // MARK: Comparing

  /// Whether the continuation is the tail, bit by bit, right before `place`.
  private func isSame(before place: Int, _ format: AudioFormat) -> Bool {
    let age = (end - place) * format.channelCount + tailCount
    guard place <= end, age <= recent.count, tailCount > 0 else { return false }
    return (0..<tailCount).allSatisfy { recent[age - $0] == tail[$0] }
  }

  private mutating func match(before place: Int, _ format: AudioFormat) -> LagSearch.Match {
    let channels = format.channelCount
    let count = tailCount / channels
    guard count >= frames(in: Self.shortestTail, format) else { return LagSearch.Match(lag: 0, correlation: 0) }
    let reach = frames(in: Self.longestLag, format)
    let (recent, tail) = (recent, tail)
    let age = (end - place + count + reach) * channels
    return search.match(
      count: count, reach: reach, sampleRate: format.sampleRate,
      template: { index in Self.mean(channels) { tail[index * channels + $0] } },
      // There is silence before the beginning and behind the end.
      window: { index in Self.mean(channels) { recent[age - index * channels - $0] } })
  }

  private static func mean(_ channels: Int, _ sample: (Int) -> Int16) -> Int16 {
    var sum = 0
    for channel in 0..<channels { sum += Int(sample(channel)) }
    return Int16(truncatingIfNeeded: sum / channels)
  }

  /// Leads from the last frame of what came over to the frames from `place` on. Returns how many of them it changed.
  private mutating func bridge(at place: Int, _ format: AudioFormat) -> Int {
    let channels = format.channelCount
    let length = min(frames(in: Self.crossfade, format), end - place)
    guard tailCount >= channels, length > 0 else { return 0 }
    let age = (end - place) * channels
    var isChanged = false
    for channel in 0..<channels {
      let difference = Int(tail[tailCount - channels + channel]) - Int(recent[age + channels - channel])
      guard difference != 0 else { continue }
      isChanged = true
      for frame in 0..<length {
        let weight = (1 + cos(.pi * Double(frame + 1) / Double(length + 1))) / 2
        recent.add(Int((weight * Double(difference)).rounded()), at: age - frame * channels - channel)
      }
    }
    return isChanged ? length : 0
  }

  private func frames(in duration: Duration, _ format: AudioFormat) -> Int {
    let samplesPerSecond = min(format.sampleRate * format.channelCount, Self.mostSamplesPerSecond)
    return Self.samples(in: duration, samplesPerSecond) / format.channelCount
  }

  private static func samples(in duration: Duration, _ samplesPerSecond: Int) -> Int {
    Int(duration / .milliseconds(1)) * samplesPerSecond / 1000
  }
}
