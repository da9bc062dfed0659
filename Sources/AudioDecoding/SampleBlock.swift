import AudioTypes

/// Samples that a library has put out at once and that are handed on in smaller blocks. Fixed in size.
@safe struct SampleBlock: ~Copyable, @unchecked Sendable {
  private let memory: UnsafeMutableBufferPointer<Int16>
  private var start = 0
  private var end = 0
  private var format = AudioFormat.speech

  /// Makes an empty block that holds up to `capacity` samples (frames times channels).
  init(capacity: Int) {
    unsafe memory = .allocate(capacity: capacity)
  }

  deinit { unsafe memory.deallocate() }

  /// How many samples it can hold.
  var capacity: Int { unsafe memory.count }

  /// Lets `body` fill the empty block; it returns how many samples, whole frames of `format`, it has put there.
  mutating func fill(_ format: AudioFormat, _ body: (UnsafeMutableBufferPointer<Int16>) -> Int) {
    precondition(start == end, "samples still wait")
    self.format = format
    start = 0
    end = unsafe min(max(0, body(memory)), memory.count)
  }

  /// Leaves out `before` frames at the start and all behind the `atMost` frames after them; returns how many are left.
  mutating func trim(before: FrameCount, atMost: FrameCount = FrameCount(.max)) -> FrameCount {
    let all = (end - start) / format.channelCount
    let dropped = min(max(0, before.rawValue), all)
    let kept = min(max(0, atMost.rawValue), all - dropped)
    start += dropped * format.channelCount
    end = start + kept * format.channelCount
    return FrameCount(kept)
  }

  /// Hands the next samples, whole frames and at most `limit`, to `body`; returns their frames, or nil when there are none.
  mutating func handOut(atMost limit: Int, _ body: (Span<Int16>, AudioFormat) -> Void) -> FrameCount? {
    guard start < end else { return nil }
    let frames = min(end - start, limit) / format.channelCount
    let samples = unsafe UnsafeBufferPointer(rebasing: memory[start..<start + frames * format.channelCount])
    body(unsafe samples.span, format)
    start += samples.count
    return FrameCount(frames)
  }

  /// Forgets all samples.
  mutating func removeAll() {
    start = 0
    end = 0
  }
}

extension Int16 {
  /// A sample of floating-point audio, full scale at ±1, rounded to the nearest step and held within 16 bits.
  init(audio value: Float) {
    guard !value.isNaN else {
      self = 0
      return
    }
    self = Int16(Swift.min(Swift.max((value * 32_768).rounded(.toNearestOrEven), -32_768), 32_767))
  }
}
