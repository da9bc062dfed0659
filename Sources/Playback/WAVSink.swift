import AudioTypes
import FileOutput
import Platform

/// A WAV file as an engine's sink. What it takes has been heard at once, so that it is written as fast as it comes: pauses,
/// stalls and waits take no time in it.
struct WAVSink: WaitingSink, ~Copyable {
  private let path: String
  private let waker: ThreadWaker
  private var file: WAVFile?
  /// Nil while frames go into the file as they are.
  private var converter: FrameConverter?
  private var error: PlaybackError?
  private(set) var format = AudioFormat.speech
  private(set) var writeIndex = FrameCount.zero
  private var events = SinkEvents()
  private var hasEvents = false

  private static let blockLength = Duration.milliseconds(100)

  /// - Parameters:
  ///   - format: of the file; nil takes that of the first frames that come.
  ///   - waker: ends the wait.
  init(path: String, _ format: AudioFormat?, _ waker: ThreadWaker) throws(PlaybackError) {
    let path = fileName(path)
    (self.path, self.waker) = (path, waker)
    do {
      // Found out before anything is ordered that was to go there.
      if let format { file = try WAVFile(path: path, format: format) } else { try WAVFile.check(path: path) }
    } catch {
      throw .file(error)
    }
    adapt()
  }

  var state: SinkState { error.map(SinkState.failed) ?? .ready }
  var writable: FrameCount { format.frameCount(in: Self.blockLength) }
  var heardIndex: FrameCount? { writeIndex }
  var takenIndex: FrameCount? { writeIndex }
  var toldAt: MonotonicInstant? { .now }
  var isSuspended: Bool { false }
  var isRealTime: Bool { false }
  var deviceName: String? { nil }
  var awaitsCork: Bool { false }
  var isPlayedOut: Bool { true }
  var isStarved: Bool { false }
  var buffer: GrantedBuffer? { nil }
  var replaceableIndex: FrameCount? { writeIndex }

  mutating func iterate(until deadline: MonotonicInstant?) {
    waker.wait(atMost: hasEvents ? .zero : deadline.map { MonotonicInstant.now.duration(to: $0) })
  }

  mutating func close() throws(PlaybackError) {
    do {
      try file.take()?.commit()
    } catch {
      self.error = self.error ?? .file(error)
    }
    if let error { throw error }
  }

  mutating func reopen(_ format: AudioFormat) {
    self.format = format
    writeIndex = .zero
    adapt()
    hasEvents = true
  }

  mutating func reconnect() {}

  mutating func askPosition() {}

  mutating func setCorked(_ isCorked: Bool) {}

  mutating func write(atMost limit: FrameCount, _ fill: (inout OutputSpan<Int16>) -> Void) -> FrameCount {
    let samples = [Int16](capacity: min(limit, writable).rawValue * format.channelCount) { fill(&$0) }
    append(samples.span)
    let count = FrameCount(samples.count / format.channelCount)
    guard error == nil, count > .zero else { return .zero }
    writeIndex = writeIndex + count
    events.startedAt = events.startedAt ?? .now
    hasEvents = true
    return count
  }

  mutating func overwrite(from index: FrameCount, _ samples: borrowing Span<Int16>) {
    append(samples)
    writeIndex = index + FrameCount(samples.count / format.channelCount)
  }

  mutating func beginDrain() {
    events.drained = true
    hasEvents = true
  }

  mutating func takeEvents() -> SinkEvents {
    defer { (events, hasEvents) = (SinkEvents(), false) }
    return events
  }

  private mutating func adapt() {
    guard let target = file?.format else { return }
    converter = target == format ? nil : FrameConverter(from: format, to: target)
  }

  private mutating func append(_ samples: borrowing Span<Int16>) {
    guard error == nil else { return }
    do {
      if file == nil { file = try WAVFile(path: path, format: format) }
      guard converter != nil else { return try file?.append(samples) ?? () }
      let converted = convert(samples)
      try file?.append(converted.span)
    } catch {
      self.error = .file(error)
    }
  }

  private mutating func convert(_ samples: borrowing Span<Int16>) -> [Int16] {
    var converted: [Int16] = []
    for index in stride(from: 0, to: samples.count, by: format.channelCount) {
      converter?.take(samples, at: index)
      while converter?.needsFrame == false { converter?.make { converted.append($0) } }
    }
    return converted
  }
}
