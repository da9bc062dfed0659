import AudioDecoding
import AudioTypes

/// What lies between two utterances in the sink's stream: exactly the silence that was asked for, and nothing else.
extension PlaybackEngine {
  /// The message has to reach the server before the first of the frames it replaces goes.
  private static let rewriteLead = Duration.milliseconds(3)

  /// How many frames at the end of `playout`, which is written up to `index`, only its encoder put there. They are played
  /// where nothing follows in time: not to be heard, and better than nothing for the resampler.
  func padding(at index: FrameCount, of playout: Playout, _ format: AudioFormat) -> FrameCount {
    guard let padding = playout.source?.decoder.summary.trailingPadding, !playout.isCutShort,
      let first = playout.firstIndex, index - max(first, .zero) >= padding.framesNeeded
    else { return .zero }
    let channels = format.channelCount
    return padding.length { age in
      let frame = (index.rawValue - age) * channels
      return (0..<channels).reduce(0.0) { $0 + Double(history[frame + $1]) * Double(history[frame + $1]) }
        / Double(channels)
    }
  }

  /// The silence that belongs behind `playout`, all of which is written.
  func silence(behind playout: Playout, _ format: AudioFormat) -> FrameCount {
    guard let place = playouts.firstIndex(where: { $0 === playout }), place + 1 < playouts.count else {
      return format.frameCount(in: Self.tail)
    }
    return format.frameCount(in: playouts[place + 1].pauseBefore) - playout.padding
  }

  mutating func writeSilence(
    _ frames: FrameCount, _ sink: inout some AudioSink & ~Copyable
  ) -> FrameCount {
    guard frames > .zero else { return .zero }
    let samples = frames.rawValue * sink.format.channelCount
    let count = sink.write(atMost: frames) { output in
      for _ in 0..<min(samples, output.freeCapacity) { output.append(0) }
    }
    for _ in 0..<count.rawValue * sink.format.channelCount { history.append(0) }
    return count
  }

  /// Puts in order what lies between `playout`, which is about to be written, and the one before it: that one may have
  /// been closed off with a little silence because nothing was to follow, and have been heard since. Returns false when the
  /// sink takes no more now.
  mutating func fitSeam(
    before playout: Playout, _ sink: inout some AudioSink & ~Copyable, _ now: MonotonicInstant
  ) -> Bool {
    guard playout.firstIndex == nil, let place = playouts.firstIndex(where: { $0 === playout }) else { return true }
    let former = place > 0 ? playouts[place - 1] : nil
    guard let end = former.map(\.audibleEnd) ?? heardEndIndex(sink, now), end <= sink.writeIndex else { return true }
    let wanted = sink.format.frameCount(in: playout.pauseBefore)
    let present = sink.writeIndex - end
    if present > wanted {
      takeBack(to: end + wanted, for: playout, &sink, now)
      if playout.firstIndex != nil { former?.cut(at: end + wanted, sink.format) }
    }
    guard present < wanted else { return true }
    return writeSilence(wanted - present, &sink) == wanted - present
  }

  /// Writes the first samples of `playout` at `index`, over silence that waits there, if it still can be replaced.
  private mutating func takeBack(
    to index: FrameCount, for playout: Playout, _ sink: inout some AudioSink & ~Copyable, _ now: MonotonicInstant
  ) {
    let lead = isCorked ? FrameCount.zero : sink.format.frameCount(in: Self.rewriteLead)
    guard let replaceable = sink.replaceableIndex, index >= replaceable + lead else { return }
    let room = sink.writable + (sink.writeIndex - index)
    let channels = sink.format.channelCount
    let heardAt = hearing(of: index, sink, now)
    history.rewind(to: index.rawValue * channels)
    rewrite.fill(atMost: room.rawValue * channels) { playout.write(to: &$0, gain: gain, history: history) }
    let samples = rewrite.samples
    sink.overwrite(from: index, samples.span)
    drainIndex = nil
    noteBegin(playout, at: index, heardAt: heardAt, sink, now)
  }
}

extension Playout {
  /// All is with the sink, but what lay behind `index` was replaced.
  fileprivate func cut(at index: FrameCount, _ format: AudioFormat) {
    guard let end = endIndex, index < end else { return }
    lastHeardAt = lastHeardAt?.advanced(by: .zero - format.duration(of: end - index))
    endIndex = index
    padding = .zero
    phase = .draining(end: index)
  }
}
