import AudioTypes

/// How utterances are silenced before their end.
extension PlaybackEngine {
  /// How far behind the first replaceable frame a fade begins: the message has to reach the server before that frame goes.
  private static let fadeLead = Duration.milliseconds(3)
  /// Silence behind a fade that nothing follows.
  private static let fadeTail = Duration.milliseconds(5)

  /// Silences one utterance, or all: those that have not begun end now, those that sound are faded out.
  mutating func stop(
    _ id: UtteranceID?, fade: Duration, _ sink: inout some AudioSink & ~Copyable, _ now: MonotonicInstant
  ) {
    let isMeant: (Playout) -> Bool = { id == nil || $0.id == id }
    if mustResend {
      dropUnheard(sink.format, from: isStreamLost ? .zero : sink.writeIndex, of: isMeant)
    } else if case .ready = sink.state {
      end(where: { isMeant($0) && !$0.isWithSink }, .stopped, heard: nil)
      silence(playouts.filter { isMeant($0) && !$0.isFading }, fade, &sink, now)
      guard isPaused || fault != nil else { return }
    }
    // Nothing moves, or nothing can be told to the sink: it is silent already.
    end(where: isMeant, .stopped, heard: heardIndex(sink))
  }

  /// Fades out `stopped`, neighbours in the sink's stream, and brings what follows them forward.
  private mutating func silence(
    _ stopped: [Playout], _ fade: Duration, _ sink: inout some AudioSink & ~Copyable, _ now: MonotonicInstant
  ) {
    guard let begin = stopped.first?.firstIndex else { return }
    let heard = sink.heardIndex ?? sink.writeIndex
    let lead = isCorked ? FrameCount.zero : sink.format.frameCount(in: Self.fadeLead)
    let until = stopped.last?.endIndex ?? sink.writeIndex
    let from = min(max((sink.replaceableIndex ?? heard) + lead, begin), sink.writeIndex)
    // What has not begun to be heard, or stands still, needs no fade; what is on its way to the end cannot be changed.
    let isSounding = from > begin && !isCorked
    let end = isSounding ? from + max(.zero, min(sink.format.frameCount(in: fade), until - from)) : from
    if from < until || playouts.last === stopped.last {
      replace(from..<end, until, &sink)
    }
    for playout in stopped {
      playout.detach()
      playout.endStall(at: now)
      playout.measureAgain(from..<end, history, sink.format)
      playout.fade(
        until: min(end, playout.endIndex ?? end), at: now.advanced(by: sink.format.duration(of: end - heard)))
    }
  }

  /// Writes the frames in `range` once more, fading, and behind them what follows `until`, or a little silence.
  private mutating func replace(
    _ range: Range<FrameCount>, _ until: FrameCount, _ sink: inout some AudioSink & ~Copyable
  ) {
    let channels = sink.format.channelCount
    let (from, end) = (range.lowerBound, range.upperBound)
    let isLastWritten = drainIndex == sink.writeIndex
    let followers = playouts.filter { ($0.firstIndex ?? .zero) >= until && $0.isWithSink }
    let followersStart = followers.first?.firstIndex ?? sink.writeIndex
    let silence = followers.isEmpty ? sink.format.frameCount(in: Self.fadeTail) : .zero
    var samples = Fade.out(
      history, from: from.rawValue * channels, frames: (end - from).rawValue, channelCount: channels)
    samples += Array(repeating: 0, count: silence.rawValue * channels)
    samples += (followersStart.rawValue * channels..<sink.writeIndex.rawValue * channels).map { history[$0] }

    history.rewind(to: from.rawValue * channels)
    for sample in samples { history.append(sample) }
    sink.overwrite(from: from, samples.span)
    for follower in followers { follower.shift(by: end - followersStart, sink.format) }
    if followers.isEmpty || isLastWritten { drain(&sink) }
  }
}

/// A linear ramp from full volume to silence.
enum Fade {
  /// The samples from `index` of `history` on, faded to silence over `frames`.
  static func out(_ history: SampleHistory, from index: Int, frames: Int, channelCount: Int) -> [Int16] {
    (0..<frames * channelCount).map { offset in
      let remaining = frames - offset / channelCount
      return Int16(clamping: Int(history[index + offset]) * remaining / (frames + 1))
    }
  }
}

extension Playout {
  /// All that will be heard of it ends at `end`.
  fileprivate func fade(until end: FrameCount, at instant: MonotonicInstant) {
    endIndex = end
    lastHeardAt = instant
    phase = .fading(end: end)
  }

  /// Its place in the sink's stream, and when it is heard, change by so much.
  fileprivate func shift(by frames: FrameCount, _ format: AudioFormat) {
    move(by: frames)
    postpone(by: format.duration(of: frames))
  }
}
