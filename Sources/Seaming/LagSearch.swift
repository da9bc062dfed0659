/// Finds where the end of one signal lies in another, by normalised cross-correlation. All memory is taken beforehand.
///
/// It looks twice. First, at every lag, at some 3000 places a second of what a simple low-pass leaves: that is what carries
/// speech, and costs an eighth at 24 kHz. Then at the samples themselves around the best of these lags,
/// and around the one closest to the expected lag that is as good: in a steady tone every period fits.
struct LagSearch: Sendable {
  struct Match {
    let lag: Int
    /// From −1 to 1; 0 when either signal is silent.
    let correlation: Double
  }

  private var template: [Int16]
  private var window: [Int16]
  private var templateLows: [Int16]
  private var windowLows: [Int16]
  private var scores: [Float]

  private static let placesPerSecond = 3000
  /// Scores as close as this are the same.
  private static let roundingMargin: Float = 0.0005
  /// Two lags whose low-passed signals score as close as this are told apart by their samples.
  private static let coarseMargin: Float = 0.02
  /// Less than what another period of a steady sound costs, more than what rounding does.
  private static let fineMargin = 0.003
  /// The first look may be off by so much.
  private static let fineReach = 2

  /// - Parameters:
  ///   - templateCapacity: the most samples to be looked for.
  ///   - lagCapacity: the largest lag to either side.
  init(templateCapacity: Int, lagCapacity: Int) {
    let windowCapacity = templateCapacity + 2 * lagCapacity
    template = Array(repeating: 0, count: templateCapacity)
    window = Array(repeating: 0, count: windowCapacity)
    templateLows = Array(repeating: 0, count: templateCapacity)
    windowLows = Array(repeating: 0, count: windowCapacity)
    scores = Array(repeating: 0, count: 2 * lagCapacity + 1)
  }

  /// Looks for `count` samples, one by one from `templateSample`, in a signal from which `windowSample` gives
  /// `count + 2 * reach`: at lag 0 its first is the one at index `reach`.
  mutating func match(
    count: Int, reach: Int, sampleRate: Int, template templateSample: (Int) -> Int16,
    window windowSample: (Int) -> Int16
  ) -> Match {
    let width = max(1, sampleRate / Self.placesPerSecond)
    let windowCount = count + 2 * reach
    guard count >= width else { return Match(lag: 0, correlation: 0) }
    for index in 0..<count { template[index] = templateSample(index) }
    for index in 0..<windowCount { window[index] = windowSample(index) }
    Self.lowPass(template, count, width, into: &templateLows)
    Self.lowPass(window, windowCount, width, into: &windowLows)
    score(blocks: count / width, windowCount: windowCount, width: width, reach: reach)
    return refine(count: count, reach: reach)
  }

  // MARK: Coarse

  /// Sums up to each place, the older the sample the less; at most `SampleProduct.bits` wide. Sums that lie `width` apart come
  /// to lie next to each other.
  private static func lowPass(_ samples: [Int16], _ count: Int, _ width: Int, into lows: inout [Int16]) {
    let rowLength = count / width
    var peak = 0
    slide(samples, rowLength * width) { peak = max(peak, abs($1)) }
    let shift = max(0, Int.bitWidth - peak.leadingZeroBitCount - SampleProduct.bits)
    slide(samples, rowLength * width) { place, sum in
      let (column, row) = place.quotientAndRemainder(dividingBy: width)
      lows[row * rowLength + column] = Int16(truncatingIfNeeded: sum >> shift)
    }
  }

  /// A sum of neighbours that all weigh the same would be deaf to some tones.
  private static func slide(_ samples: [Int16], _ count: Int, _ body: (Int, Int) -> Void) {
    var sum = 0
    for place in 0..<count {
      sum += Int(samples[place]) - sum >> 2
      body(place, sum)
    }
  }

  private mutating func score(blocks: Int, windowCount: Int, width: Int, reach: Int) {
    let rowLength = windowCount / width
    let templateEnergy = Self.product(templateLows, 0, templateLows, 0, blocks)
    for row in 0..<width {
      var first = row * rowLength
      var energy = Self.product(windowLows, first, windowLows, first, blocks)
      for lag in stride(from: row, through: 2 * reach, by: width) {
        let product = Self.product(templateLows, 0, windowLows, first, blocks)
        scores[lag] = Float(SampleProduct.normalised(product, templateEnergy, energy))
        guard lag + width <= 2 * reach else { break }
        energy += SampleProduct.square(windowLows[first + blocks]) - SampleProduct.square(windowLows[first])
        first += 1
      }
    }
  }

  private static func product(_ lhs: [Int16], _ left: Int, _ rhs: [Int16], _ right: Int, _ count: Int) -> Int64 {
    SampleProduct.short(
      lhs.span.extracting(left..<left + count), rhs.span.extracting(right..<right + count))
  }

  // MARK: Fine

  private func refine(count: Int, reach: Int) -> Match {
    var best = 0
    for index in 0...2 * reach where scores[index] > scores[best] { best = index }
    guard scores[best] > 0 else { return Match(lag: 0, correlation: 0) }
    best = nearestPeak(asGoodAs: scores[best] - Self.roundingMargin, reach: reach)
    let match = refine(around: best, count: count, reach: reach)
    let nearest = nearestPeak(asGoodAs: scores[best] - Self.coarseMargin, reach: reach)
    guard abs(nearest - best) > Self.fineReach else { return match }
    let other = refine(around: nearest, count: count, reach: reach)
    return other.correlation >= match.correlation - Self.fineMargin ? other : match
  }

  /// The index of the highest score in the run of scores of at least `score` that lies closest to lag 0.
  private func nearestPeak(asGoodAs score: Float, reach: Int) -> Int {
    var distance = 0
    while max(scores[reach - distance], scores[reach + distance]) < score { distance += 1 }
    var peak = scores[reach + distance] >= score ? reach + distance : reach - distance
    for step in [-1, 1] {
      var index = peak
      while (0...2 * reach).contains(index), scores[index] >= score {
        if scores[index] > scores[peak] { peak = index }
        index += step
      }
    }
    return peak
  }

  private func refine(around index: Int, count: Int, reach: Int) -> Match {
    let wanted = template.span.extracting(..<count)
    let energy = SampleProduct.long(wanted, wanted)
    var best = Match(lag: index - reach, correlation: -1)
    for candidate in max(0, index - Self.fineReach)...min(2 * reach, index + Self.fineReach) {
      let there = window.span.extracting(candidate..<candidate + count)
      let correlation = SampleProduct.normalised(
        SampleProduct.long(wanted, there), energy, SampleProduct.long(there, there))
      if correlation > best.correlation { best = Match(lag: candidate - reach, correlation: correlation) }
    }
    return best
  }
}
