import AudioTypes

/// How loud what is heard of it is.
extension Playout {
  /// The frames in `range` of the sink's stream were replaced by what `history` holds, and what followed them was taken back.
  func measureAgain(_ range: Range<FrameCount>, _ history: SampleHistory, _ format: AudioFormat) {
    guard let firstIndex, firstIndex + framesGiven > range.lowerBound else { return }
    let begin = max(range.lowerBound, firstIndex)
    meter.move(to: begin - firstIndex, format)
    for frame in begin.rawValue..<max(begin, range.upperBound).rawValue {
      for channel in 0..<format.channelCount { meter.take(history[frame * format.channelCount + channel]) }
    }
    meter.silence(until: framesGiven)
  }
}
