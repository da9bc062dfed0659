internal import AudioTypes
internal import CEspeak
internal import Synchronization

/// The one espeak-ng of the process.
///
/// libespeak-ng keeps its state in globals and is not thread-safe, so every call into it is made under one lock. That
/// state outlives an utterance and cannot be reset: the same text spoken again differs in some samples. What has been
/// spoken is therefore kept for the whole process, and a text has one sound in all its simulators.
enum SpeechSynthesizer {
  /// What one utterance depends on.
  struct Request: Hashable, Sendable {
    var text: String
    /// Name of an espeak-ng voice.
    var voice: String
    /// Words per wall time, relative to the voice's own pace.
    var speed = 1.0
  }

  fileprivate struct Engine {
    /// Set once espeak-ng has started.
    var sampleRate: Int?
    var spoken = BoundedCache<Request, [Int16]>(capacity: ByteCount(128 << 20))
  }

  private static let engine = Mutex(Engine())

  /// Starts espeak-ng if it has not been started yet; needs its data files.
  static func start() throws(SimulatorError) {
    let isRunning = engine.withLock { engine in engine.startedSampleRate() != nil }
    guard isRunning else { throw .speechUnavailable }
  }

  /// Speaks into memory, 24 kHz mono; takes some milliseconds per second of speech, the first time.
  static func samples(for request: Request) throws(SimulatorError) -> [Int16] {
    let samples = engine.withLock { engine -> [Int16]? in
      if let samples = engine.spoken[request] { return samples }
      guard let sampleRate = engine.startedSampleRate() else { return nil }
      let samples = resample(speak(request), from: sampleRate, to: AudioFormat.speech.sampleRate)
      engine.spoken.insert(samples, for: request, size: ByteCount(2 * samples.count))
      return samples
    }
    guard let samples else { throw .speechUnavailable }
    return samples
  }

  private static func speak(_ request: Request) -> [Int16] {
    let collector = SampleCollector()
    _ = unsafe espeak_SetVoiceByName(request.voice)
    let wordsPerMinute = Double(espeakRATE_NORMAL) * min(max(request.speed, 0.5), 2)
    _ = espeak_SetParameter(espeakRATE, Int32(wordsPerMinute), 0)
    withExtendedLifetime(collector) {
      let context = unsafe Unmanaged.passUnretained(collector).toOpaque()
      let length = request.text.utf8.count + 1
      _ = unsafe request.text.withCString { text in
        unsafe espeak_Synth(text, length, 0, POS_CHARACTER, 0, UInt32(espeakCHARS_UTF8), nil, context)
      }
    }
    return collector.samples
  }
}

extension SpeechSynthesizer.Engine {
  mutating func startedSampleRate() -> Int? {
    if sampleRate == nil {
      let rate = espeak_Initialize(AUDIO_OUTPUT_SYNCHRONOUS, 0, nil, espeakINITIALIZE_DONT_EXIT)
      guard rate > 0 else { return nil }
      unsafe espeak_SetSynthCallback(collectSamples)
      sampleRate = Int(rate)
    }
    return sampleRate
  }
}

/// Takes the blocks of one utterance; touched only by the thread inside `espeak_Synth`.
private final class SampleCollector {
  /// One hour at 22,050 Hz: beyond it synthesis is stopped.
  static let capacity = 3600 * 22_050
  var samples: [Int16] = []
}

/// espeak-ng calls this on the thread that is inside `espeak_Synth`, with the `user_data` given there.
private func collectSamples(
  _ block: UnsafeMutablePointer<Int16>?, _ count: Int32, _ events: UnsafeMutablePointer<espeak_EVENT>?
) -> Int32 {
  guard let block = unsafe block, let context = unsafe events?.pointee.user_data else { return 0 }
  let collector = unsafe Unmanaged<SampleCollector>.fromOpaque(context).takeUnretainedValue()
  unsafe collector.samples.append(contentsOf: UnsafeBufferPointer(start: block, count: Int(count)))
  return collector.samples.count < SampleCollector.capacity ? 0 : 1
}

/// Linear interpolation: speech has little near the band edge, and nothing here is judged by ear.
func resample(_ input: [Int16], from inputRate: Int, to outputRate: Int) -> [Int16] {
  guard inputRate != outputRate, input.count > 1 else { return input }
  return (0..<(input.count - 1) * outputRate / inputRate).map { index in
    let (left, fraction) = (index * inputRate).quotientAndRemainder(dividingBy: outputRate)
    let step = (Int(input[left + 1]) - Int(input[left])) * fraction / outputRate
    return Int16(Int(input[left]) + step)
  }
}
