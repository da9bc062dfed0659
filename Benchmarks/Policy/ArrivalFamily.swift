import BreezeSimulator
import Glibc

/// Kinds of network and generator that arrival scripts are drawn from.
///
/// A host is drawn first, then its utterances: they share the host's rate and troubles and differ in length and luck.
enum ArrivalFamily: String, CaseIterable {
  /// Pieces in even steps, 1.05 to 10 times as fast as they sound.
  case steady
  /// Gaps of exponential distribution, as of a queue under load (M/M/1).
  case exponential
  /// Gaps of Pareto distribution, shape 1.5–2.5: heavy tails, as of traffic measured by Paxson and Floyd (1995).
  case pareto
  /// Two states, one that delivers and one that does not, left with constant probabilities (Gilbert 1960, Elliott 1963).
  /// What did not come in the bad state comes at its end, as behind a lost TCP segment.
  case gilbertElliott = "gilbert-elliott"
  /// Delay of one Wi-Fi hop with median 3, 90th percentile 20 and 99th 250 ms (Sui et al., MobiSys 2016), scaled by the
  /// host; what is late holds back what follows it.
  case wifi = "wi-fi"
  /// A cellular link after Sprout's model (Winstein et al., NSDI 2013): its rate wanders as a Brownian motion with
  /// σ = 200 packets/s/√s, and sticks at zero in outages left at a rate of one per second.
  case mobile
  /// Sentences come fast; between them the generator thinks.
  case sentencePauses = "pauses"
  /// The first second is slow, as while a generator warms up or TCP opens its window; then it runs.
  case slowStart = "slow start"

  /// The scripts of a host's utterances, oldest first.
  func utterances(seed: UInt64, count: Int) -> [ArrivalScript] {
    var random = SplitMix64(seed: seed &* 0x2545_F491_4F6C_DD1D &+ UInt64(Self.allCases.firstIndex(of: self) ?? 0))
    let host = Host(&random)
    return (0..<count).map { _ in
      let source = host.audio(&random)
      return switch self {
      case .steady: Self.steady(host, source)
      case .exponential: Self.gaps(source, mean: host.gap) { -log(1 - $0.nextUnit()) }(&random)
      case .pareto: Self.gaps(source, mean: host.gap, host.pareto)(&random)
      case .gilbertElliott: Self.gilbertElliott(host, source, &random)
      case .wifi: Self.wifi(host, source, &random)
      case .mobile: Self.mobile(host, source, &random)
      case .sentencePauses: Self.sentencePauses(host, source, &random)
      case .slowStart: Self.slowStart(host, source, &random)
      }
    }
  }
}

/// What the utterances of one host share. Times in milliseconds.
private struct Host {
  let rate: Double
  let piece: Double
  /// How bad it is, 0 ..< 1.
  let trouble: Double

  init(_ random: inout SplitMix64) {
    rate = 1.05 * pow(10 / 1.05, random.nextUnit())
    piece = [20, 24, 40, 48, 72, 120][Int(random.nextUnit() * 6)]
    trouble = random.nextUnit()
  }

  /// Between pieces, on average.
  var gap: Double { piece / rate }

  /// The pieces of an utterance of 1.5 to 15 s.
  func audio(_ random: inout SplitMix64) -> [Double] {
    let length = 1500 * pow(10, random.nextUnit())
    return Array(repeating: piece, count: max(1, Int(length / piece)))
  }

  /// A gap of mean 1.
  func pareto(_ random: inout SplitMix64) -> Double {
    let shape = 1.5 + (1 - trouble)
    return (shape - 1) / shape * pow(1 - random.nextUnit(), -1 / shape)
  }
}

extension ArrivalFamily {
  private static func steady(_ host: Host, _ source: [Double]) -> ArrivalScript {
    var script = ArrivalScript()
    for (index, audio) in source.enumerated() { script.append(audio: audio, at: Double(index) * host.gap) }
    return script
  }

  private static func gaps(
    _ source: [Double], mean: Double, _ draw: @escaping (inout SplitMix64) -> Double
  ) -> (inout SplitMix64) -> ArrivalScript {
    { random in
      var script = ArrivalScript()
      var time = 0.0
      for audio in source {
        script.append(audio: audio, at: time)
        time += mean * draw(&random)
      }
      return script
    }
  }

  private static func gilbertElliott(
    _ host: Host, _ source: [Double], _ random: inout SplitMix64
  ) -> ArrivalScript {
    var script = ArrivalScript()
    let lossPerSecond = 0.1 + 0.9 * host.trouble
    let meanOutage = 60 + 300 * host.trouble
    var held = 0.0
    for (index, audio) in source.enumerated() {
      let sent = Double(index) * host.gap
      if sent >= held, random.nextUnit() < lossPerSecond * host.gap / 1000 {
        held = sent - meanOutage * log(1 - random.nextUnit())
      }
      script.append(audio: audio, at: max(sent, held))
    }
    return script
  }

  private static func wifi(_ host: Host, _ source: [Double], _ random: inout SplitMix64) -> ArrivalScript {
    var script = ArrivalScript()
    for (index, audio) in source.enumerated() {
      let delay = wifiDelay(random.nextUnit()) * (0.5 + host.trouble)
      script.append(audio: audio, at: Double(index) * host.gap + delay)
    }
    return script
  }

  /// The quantile function through the three published points, straight in the logarithm of the delay.
  private static func wifiDelay(_ unit: Double) -> Double {
    switch unit {
    case ..<0.5: 1 + 4 * unit
    case ..<0.9: 3 * pow(20.0 / 3, (unit - 0.5) / 0.4)
    default: 20 * pow(250.0 / 20, min((unit - 0.9) / 0.09, 1.05))
    }
  }

  private static func mobile(_ host: Host, _ source: [Double], _ random: inout SplitMix64) -> ArrivalScript {
    var script = ArrivalScript()
    let step = 20.0
    let packet = 1500.0 / 8  // ms of audio in one packet at 64 kbit/s.
    let total = source.reduce(0, +)
    var capacity = 50 + 400 * (1 - host.trouble)
    var (time, sent, credit) = (0.0, 0.0, packet)
    while sent < total - 1e-6 {
      // An outage ends with a probability per step that makes it last for a second on average.
      if capacity > 0 || random.nextUnit() < 1 - exp(-step / 1000) {
        let start = capacity > 0 ? capacity : 50
        capacity = min(1000, max(0, start + 200 * (step / 1000).squareRoot() * gaussian(&random)))
      }
      let made = min(total, host.piece + time * host.rate)
      credit = min(credit + capacity * step / 1000 * packet, 20 * packet)
      let delivered = min(made - sent, credit)
      if delivered > 0 { script.append(audio: delivered, at: time) }
      sent += delivered
      credit -= delivered
      time += step
    }
    return script
  }

  private static func gaussian(_ random: inout SplitMix64) -> Double {
    (-2 * log(1 - random.nextUnit())).squareRoot() * cos(2 * .pi * random.nextUnit())
  }

  private static func sentencePauses(
    _ host: Host, _ source: [Double], _ random: inout SplitMix64
  ) -> ArrivalScript {
    var script = ArrivalScript()
    let rate = max(host.rate, 1.5)
    let meanPause = 100 + 1200 * host.trouble
    var time = 0.0
    var untilPause = 0.0
    for (index, audio) in source.enumerated() {
      if untilPause <= 0 {
        if index > 0 { time += meanPause * (0.5 + random.nextUnit()) }
        untilPause = 1000 + 3000 * random.nextUnit()
      }
      script.append(audio: audio, at: time)
      time += audio / rate
      untilPause -= audio
    }
    return script
  }

  private static func slowStart(
    _ host: Host, _ source: [Double], _ random: inout SplitMix64
  ) -> ArrivalScript {
    var script = ArrivalScript()
    let slowness = 0.3 + 0.6 * (1 - host.trouble)
    let warmUp = 1000 * (0.3 + 0.7 * random.nextUnit())
    var time = 0.0
    for audio in source {
      script.append(audio: audio, at: time)
      time += audio / (time < warmUp ? slowness : max(host.rate, 1.5))
    }
    return script
  }
}
