import AudioTypes

/// What one run of a stream through a decoder took.
struct DecodePass: Equatable {
  /// Processor time of the decoding thread.
  let processorTime: Duration
  /// All that the stream held, the codec's leading silence included.
  let frames: FrameCount
  /// From handing in the chunk that brought the first audible sample to having that.
  let firstAudible: Duration
  /// What had been handed in by then.
  let bytesUntilAudible: ByteCount
}

extension DecodePass {
  /// Reads a rival's answer: processor time and time to the first audible sample in nanoseconds, around the frames, and the
  /// bytes.
  init(answer: String, of rival: String) throws(BenchError) {
    let numbers = answer.split(separator: " ").map { Int($0) ?? -1 }
    guard numbers.count == 4, numbers.allSatisfy({ $0 > 0 }) else {
      throw BenchError("\(rival) answered “\(answer)” in place of a decoder's figures")
    }
    processorTime = .nanoseconds(numbers[0])
    frames = FrameCount(numbers[1])
    firstAudible = .nanoseconds(numbers[2])
    bytesUntilAudible = ByteCount(numbers[3])
  }
}
