import AudioTypes
import Synchronization

/// How utterances leave the engine: played out, stopped with a fade, or failed.
extension PlaybackEngine {
  /// How far behind the first replaceable frame a fade begins: the message has to reach the server before that frame goes.
  private static let fadeLead = Duration.milliseconds(3)

  mutating func drain(_ sink: inout some AudioSink & ~Copyable) {
    drainIndex = sink.writeIndex
    sink.beginDrain()
  }

  /// Lets go of the utterances that have been heard to their end.
  ///
  /// - Parameter isDrained: all that was written has been heard.
  mutating func retire(_ sink: borrowing some AudioSink & ~Copyable, isDrained: Bool, _ now: MonotonicInstant) {
    while let playout = playouts.first {
      let cause: PlayoutEnd.Cause
      let index: FrameCount
      switch playout.phase {
      case .draining(let end): (cause, index) = (.played(isCutShort: playout.isCutShort), end)
      case .fading(let end): (cause, index) = (.stopped, end)
      case .buffering, .playing, .rebuffering, .tail: return
      }
      let isHeard = playouts.count > 1 && sink.heardIndex.map { $0 >= index } ?? false
      guard isDrained || isHeard else { return }
      playout.progress.timeline.set(.lastAudible, min(playout.lastHeardAt ?? now, now))
      end(where: { $0 === playout }, cause, sink)
    }
  }

  /// Ends every utterance that `isMeant` picks, at once, whatever the sink still has of it.
  mutating func end(
    where isMeant: (Playout) -> Bool, _ cause: PlayoutEnd.Cause, _ sink: borrowing some AudioSink & ~Copyable
  ) {
    for playout in playouts where isMeant(playout) {
      playout.detach()
      playout.withdrawOpenStall()
      let heard = playout.heardFrames(upTo: sink.heardIndex)
      _ = playout.progress.end.storeIfNil(PlayoutEnd(cause, framesHeard: heard))
      hasNews = true
    }
    playouts.removeAll(where: isMeant)
  }

  /// Gives up a sink that has samples to play and does not play them, and an answer to a drain that does not come although
  /// everything has been heard. Returns true in the second case.
  mutating func watch(_ sink: borrowing some AudioSink & ~Copyable, _ now: MonotonicInstant) -> Bool {
    let heard = sink.heardIndex
    guard playouts.contains(where: \.isWithSink), let last = lastProgress, last.index == heard else {
      lastProgress = (heard, now)
      return false
    }
    let standstill = last.instant.duration(to: now)
    if heard == sink.writeIndex { return standstill >= Self.drainLimit }
    if standstill >= Self.progressLimit {
      end(where: { _ in true }, .failed(.outputStalled(after: Self.progressLimit)), sink)
    }
    return false
  }

  // MARK: Stopping

  /// Silences one utterance, or all: those that have not begun end now, those that sound are faded out.
  mutating func stop(
    _ id: UtteranceID?, fade: Duration, _ sink: inout some AudioSink & ~Copyable, _ now: MonotonicInstant
  ) {
    let isMeant: (Playout) -> Bool = { id == nil || $0.id == id }
    end(where: { isMeant($0) && !$0.isWithSink }, .stopped, sink)
    let sounding = playouts.filter(isMeant)
    guard let first = sounding.first, let begin = first.firstIndex else { return }
    let channels = sink.format.channelCount
    let heard = sink.heardIndex ?? sink.writeIndex
    let replaceable = (sink.replaceableIndex ?? heard) + sink.format.frameCount(in: Self.fadeLead)
    let from = min(max(replaceable, begin), sink.writeIndex)
    let until = sounding.last?.endIndex ?? sink.writeIndex
    let fadeFrames = isPaused ? FrameCount.zero : max(.zero, min(sink.format.frameCount(in: fade), until - from))

    // What was written of later utterances goes behind the fade again.
    let followers = playouts.filter { !isMeant($0) && ($0.firstIndex ?? .zero) >= until && $0.isWithSink }
    let followersStart = followers.first?.firstIndex ?? sink.writeIndex
    let silence = followers.isEmpty ? sink.format.frameCount(in: .milliseconds(5)) : .zero
    var samples = Fade.out(
      history, from: from.rawValue * channels, frames: fadeFrames.rawValue, channelCount: channels)
    samples += Array(repeating: 0, count: silence.rawValue * channels)
    samples += (followersStart.rawValue * channels..<sink.writeIndex.rawValue * channels).map { history[$0] }

    history.rewind(to: from.rawValue * channels)
    for sample in samples { history.append(sample) }
    sink.overwrite(from: from, samples.span)
    let end = from + fadeFrames
    for follower in followers { follower.shift(by: end - followersStart) }
    for playout in sounding {
      playout.detach()
      playout.phase = .fading(end: min(end, playout.endIndex ?? end))
      playout.lastHeardAt = now.advanced(by: sink.format.duration(of: end - heard))
    }
    if isPaused { self.end(where: { isMeant($0) }, .stopped, sink) }
    if followers.isEmpty { drain(&sink) }
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
  /// Moves what is known of its place in the sink's stream.
  func shift(by frames: FrameCount) {
    firstIndex = firstIndex.map { $0 + frames }
    endIndex = endIndex.map { $0 + frames }
    if case .draining(let end) = phase { phase = .draining(end: end + frames) }
  }

  /// How much of it had been heard when the sink was at `index`.
  func heardFrames(upTo index: FrameCount?) -> FrameCount {
    guard let firstIndex else { return .zero }
    let end: FrameCount? =
      switch phase {
      case .draining(let end), .fading(let end): end
      case .buffering, .playing, .rebuffering, .tail: index
      }
    return max(.zero, (end ?? firstIndex) - firstIndex)
  }
}
