import AudioTypes
import BreezeSimulator
import PulseHarness
import Testing

extension Stage {
  /// Records `sink` while `body` runs and a little longer, and returns what was heard.
  func hear(
    on sink: String = "speech", _ body: (MonitorRecorder) async throws -> Void
  ) async throws -> Recording {
    let recorder = try await offPool { try MonitorRecorder(server: server, sink: sink) }
    try await body(recorder)
    return try await recorder.finish()
  }

  /// What was heard of what `speak` had spoken, for what is judged to the sample. `speak` returns how often sound was missing:
  /// a machine too busy to feed the sink puts silence at a place of its own choosing, and then, or when it is not `expected`,
  /// it is spoken again, at most three times in all. The last is what is judged.
  func hearUnbroken(
    _ scenario: Scenario, as expected: [Int16]? = nil, _ speak: (MonitorRecorder) async throws -> Int
  ) async throws -> Recording {
    for _ in 1...2 {
      let (recording, missing) = try await hearOnce(scenario, speak)
      if missing == 0 && (expected == nil || recording.stretch == expected) { return recording }
    }
    let (recording, missing) = try await hearOnce(scenario, speak)
    #expect(missing == 0, "sound was missing each time")
    return recording
  }

  private func hearOnce(
    _ scenario: Scenario, _ speak: (MonitorRecorder) async throws -> Int
  ) async throws -> (recording: Recording, missing: Int) {
    set(scenario)
    var missing = 0
    let recording = try await hear { missing = try await speak($0) }
    return (recording, missing)
  }

  /// The samples the service makes of `text` in `scenario`.
  func samples(_ text: String, _ scenario: Scenario) throws -> [Int16] {
    try simulator.referenceSamples(text: text, scenario: scenario)
  }

  /// The bytes the service sends for `text` in `scenario`.
  func bytes(_ text: String, _ format: OutputFormat, _ scenario: Scenario) throws -> [UInt8] {
    try simulator.reference(text: text, format: format, scenario: scenario)
  }
}

extension MonitorRecorder {
  /// Returns once `duration` of sound has been heard.
  func waitForSound(_ duration: Duration) async throws {
    try await offPool { [self] in
      let wanted = format.frameCount(in: duration).rawValue
      try waitUntil(limit: .seconds(30)) { $0.sound.count >= wanted }
    }
  }

  /// Returns once 300 ms of silence have been recorded, and how many samples were heard before. By what was recorded
  /// and not by the clock: on a busy machine the recorder may be far behind.
  func waitForSilence() async throws -> Int {
    try await offPool { [self] in
      var heard = 0
      try waitUntil(limit: .seconds(30)) { recording in
        heard = recording.sound.count
        let last = recording.lastFrame(louderThan: 0) ?? .zero
        return recording.format.duration(of: recording.frameCount - last) >= .milliseconds(300)
      }
      return heard
    }
  }

  /// Ends recording once all has come that was played until `end`, and 200 ms more. Some more frames would not prove
  /// it: on a busy machine the recorder may be further behind than those.
  func finish(after end: MonotonicInstant = .now) async throws -> Recording {
    try await offPool { [self] in
      let last = end.advanced(by: .milliseconds(200))
      try waitUntil(limit: .seconds(30)) { $0.instant(ofFrame: $0.frameCount) >= last }
      return stop()
    }
  }
}

extension Recording {
  /// All samples but the zeros: noise has none, so these are the samples that were played, in order, whether or not playing
  /// had to wait for some of them.
  var sound: [Int16] { samples.nonzero }

  /// How long the sound was interrupted, each time, between its first and its last sample.
  var gaps: [Duration] {
    guard let first = firstFrame(louderThan: 0), let last = lastFrame(louderThan: 0) else { return [] }
    return silences(atLeast: .milliseconds(1)).filter { $0.lowerBound > first && $0.upperBound < last }
      .map { format.duration(of: $0.upperBound - $0.lowerBound) }
  }
}

extension [Int16] {
  var nonzero: [Int16] { filter { $0 != 0 } }
}

extension Scenario {
  /// White noise, loud from its first to its last sample and different for each text; all at once unless `pace` says
  /// otherwise.
  static func noise(
    _ milliseconds: Double, pace: Pace = .burst, _ configure: (inout Scenario) -> Void = { _ in }
  ) -> Scenario {
    Scenario {
      $0.audio.signal = .noise
      $0.audio.signalMilliseconds = milliseconds
      $0.pace = pace
      configure(&$0)
    }
  }
}

/// Expects two long sequences to be the same, and says in few words where they differ.
func expectSame<Element: Equatable>(
  _ actual: [Element], _ expected: [Element], _ what: Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation
) {
  let isSame = actual == expected
  let difference = isSame ? 0 : zip(actual, expected).prefix { $0 == $1 }.count
  #expect(
    isSame, "\(what ?? ""): \(actual.count) instead of \(expected.count), the first \(difference) alike",
    sourceLocation: sourceLocation)
}

/// Expects `actual` to be the beginning of `expected`, and not empty.
func expectPrefix<Element: Equatable>(
  _ actual: [Element], of expected: [Element], _ what: Comment? = nil,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(!actual.isEmpty, what, sourceLocation: sourceLocation)
  expectSame(actual, Array(expected.prefix(actual.count)), what, sourceLocation: sourceLocation)
}
