import AudioTypes

/// A server that has something left and does not play it, because it is less than one of its blocks.
extension PlaybackEngine {
  /// Has the rest played when nothing follows it for the time being, or nobody is there any more whose rest it is; otherwise
  /// waits for what follows, as the start policy wants it.
  mutating func followStarvation(_ sink: inout some AudioSink & ~Copyable) {
    guard isStarved(sink), !isPaused, fault == nil else { return }
    guard let last = playouts.last(where: \.isWithSink) else { return drain(&sink) }
    if last.isHandedOver || last.isAtFormatChange { drain(&sink) } else { last.rebufferIfStalled() }
  }

  /// Whether the stream has a rest that nothing will set going but more.
  ///
  /// A sink that takes no more does not wait for any: it is stuck. PipeWire was seen to be after it had been frozen.
  func isStarved(_ sink: borrowing some AudioSink & ~Copyable) -> Bool {
    sink.isStarved && sink.writable > .zero && drainIndex != sink.writeIndex
  }
}
