import AudioTypes
import PulseOutput

/// How playing goes on after a fault of the sink: what was written and not heard is kept, and another stream begins with it.
extension PlaybackEngine {
  /// A stream that has played nothing is only believed once it has stood for so long: a server may open streams and end each.
  private static let trialTime = Duration.seconds(5)

  /// Whether what is fetched now can be heard, as far as can be told.
  var isSoundCertain: Bool { hasStood && fault == nil }

  /// The sink's stream is not, or no longer, there. One that never stood is not tried again, nor one that failed for good.
  mutating func recover(
    from error: PlaybackError, _ sink: inout some AudioSink & ~Copyable, _ now: MonotonicInstant
  ) {
    guard hasStood, !error.isLasting else { return end(where: { _ in true }, .failed(error), heard: sink.heardIndex) }
    if isStreamLost {
      fault?.refusal = error
    } else {
      loseStream(error.cause, sink, heard: sink.heardIndex ?? .zero, now)
    }
    guard isInTime(sink, error, now), let fault, fault.nextAttempt <= now else { return }
    reconnect(&sink, now)
  }

  /// Another stream is being opened.
  mutating func awaitStream(_ sink: borrowing some AudioSink & ~Copyable, _ now: MonotonicInstant) {
    if isStreamLost { _ = isInTime(sink, fault?.refusal ?? .output(.connectTimeout), now) }
  }

  /// A stream stands.
  mutating func noteStanding() {
    hasStood = true
    switch fault?.remedy {
    case .reconnecting?: fault?.remedy = .restarting
    case .givenUp?:
      fault = nil
      hasNews = true
    case .waiting?, .restarting?, nil: return
    }
  }

  /// The stream that was opened in place of another has begun to play, or has nothing to play yet.
  mutating func noteRestart(
    at started: MonotonicInstant?, _ sink: borrowing some AudioSink & ~Copyable, _ now: MonotonicInstant
  ) {
    defer { if started != nil { trial = nil } }
    guard fault?.remedy == .restarting else { return }
    if let started {
      if fault?.cause != .streamStuck { endFault(at: started, sink) }
      return
    }
    if isPaused || playouts.isEmpty || sink.writeIndex == .zero { endFault(at: now, sink) }
  }

  /// There is something to play again: what was given up is tried anew.
  mutating func tryAgain(_ now: MonotonicInstant) {
    guard let fault, fault.remedy == .givenUp else { return }
    self.fault = SinkFault(fault.cause, .reconnecting, since: now, playout: nil, now: now)
  }

  /// The next frame to be heard; of a stream that was lost: index 0 of the one to come.
  func heardIndex(_ sink: borrowing some AudioSink & ~Copyable) -> FrameCount? {
    isStreamLost ? .zero : sink.heardIndex
  }

  /// No stream stands, and one that stood has left what it did not play.
  var isStreamLost: Bool {
    switch fault?.remedy {
    case .reconnecting?, .givenUp?: true
    case .waiting?, .restarting?, nil: false
    }
  }

  // MARK: The fault

  mutating func beginFault(
    _ cause: SoundRecovery.Cause, _ remedy: SinkFault.Remedy, since start: MonotonicInstant, waited: Duration = .zero,
    _ now: MonotonicInstant
  ) {
    let playout = playouts.first
    fault = SinkFault(cause, remedy, since: start, waited: waited, playout: playout, now: now)
    playout?.endStall(at: start)
    playout?.progress.soundRecoveries.noteBegin(cause, at: start)
    hasNews = true
  }

  /// Sound goes on, or would if there were something to play.
  mutating func endFault(at instant: MonotonicInstant, _ sink: borrowing some AudioSink & ~Copyable) {
    guard var fault else { return }
    let gap = max(.zero, fault.start.duration(to: instant))
    self.fault = nil
    fault.playout?.progress.soundRecoveries.noteEnd(fault.cause, after: gap, isMended: true)
    fault.playout = nil
    if fault.remedy == .restarting { trial = sink.takenIndex ?? .zero > .zero ? nil : (fault, latest) }
    for playout in playouts where playout.isWithSink { playout.postpone(by: gap) }
    if !isPaused, sink.isPlayedOut || sink.writeIndex == .zero {
      playouts.first { $0.isWithSink && $0.hasRunDry }?.beginStall(at: instant, mustRebuffer: true)
    }
    hasNews = true
  }

  /// The utterance that was silent because of the fault is over.
  mutating func endFault(of playout: Playout) {
    guard let fault, fault.playout === playout else { return }
    self.fault?.playout = nil
    playout.progress.soundRecoveries.noteEnd(
      fault.cause, after: max(.zero, fault.start.duration(to: latest)), isMended: false)
  }

  mutating func giveUp(_ error: PlaybackError, _ sink: borrowing some AudioSink & ~Copyable) {
    end(where: { _ in true }, .failed(error), heard: heardIndex(sink))
    forgetUnheard()
    fault?.remedy = .givenUp
    setback = error
    hasNews = true
  }

  /// Gives up what takes too long.
  private mutating func isInTime(
    _ sink: borrowing some AudioSink & ~Copyable, _ error: PlaybackError, _ now: MonotonicInstant
  ) -> Bool {
    fault?.wait(until: now)
    guard let fault, fault.remedy == .reconnecting else { return false }
    guard fault.waited >= recoveryLimit else { return true }
    giveUp(.outputLost(error.outputError ?? .connectionLost, after: recoveryLimit), sink)
    return false
  }

  // MARK: The stream

  /// From now on indices count from `heard`, the first frame that the stream to come has to play.
  mutating func loseStream(
    _ cause: SoundRecovery.Cause, _ sink: borrowing some AudioSink & ~Copyable, heard: FrameCount,
    _ now: MonotonicInstant
  ) {
    mustDrain = mustDrain || drainIndex == sink.writeIndex
    retireHeard(upTo: heard, sink.format)
    let channels = sink.format.channelCount
    let first = FrameCount(history.restart(at: heard.rawValue * channels) / channels)
    for playout in playouts {
      playout.awaitStart(from: first)
      playout.move(by: .zero - first)
    }
    heardEnd?.move(by: .zero - first)
    dropUnheard(sink.format, of: \.isFading)
    end(where: \.isFading, .stopped, heard: .zero)
    mustResend = true
    drainIndex = nil
    lastLook = nil
    if playouts.isEmpty { forgetUnheard() }
    if fault == nil {
      beginFault(cause, .reconnecting, since: now, now)
      if let trial, trial.since.duration(to: now) < Self.trialTime { fault?.resume(trial.fault) }
    }
    fault?.cause = cause
    fault?.remedy = .reconnecting
  }

  /// Those that had been heard to their end when the stream was lost.
  private mutating func retireHeard(upTo heard: FrameCount, _ format: AudioFormat) {
    while let playout = playouts.first, !playout.isFading, let end = playout.handedOverEnd, end <= heard {
      playout.progress.timeline.set(.lastAudible, min(playout.lastHeardAt ?? latest, latest))
      noteHeardEnd(of: playout, format, latest)
      self.end(where: { $0 === playout }, .played(isCutShort: playout.isCutShort), heard: end)
    }
  }

  mutating func reconnect(_ sink: inout some AudioSink & ~Copyable, _ now: MonotonicInstant) {
    fault?.noteAttempt(now)
    isCorked = false
    sink.reconnect()
  }

  /// Writes once more what an earlier stream had taken and not played. Returns whether all of it is written.
  mutating func resendUnheard(_ sink: inout some AudioSink & ~Copyable) -> Bool {
    guard mustResend else { return true }
    let channels = sink.format.channelCount
    while sink.writeIndex.rawValue * channels < history.end {
      let next = sink.writeIndex.rawValue * channels
      let count = sink.write(atMost: FrameCount((history.end - next) / channels)) { output in
        let end = min(history.end, next + output.freeCapacity / channels * channels)
        for index in next..<end { output.append(history[index]) }
      }
      guard count > .zero else { return false }
    }
    mustResend = false
    if mustDrain { drain(&sink) }
    mustDrain = false
    return true
  }

  /// Takes what is to be written once more of some utterances out of it.
  mutating func dropUnheard(
    _ format: AudioFormat, from floor: FrameCount = .zero, of isMeant: (Playout) -> Bool
  ) {
    let channels = format.channelCount
    for playout in playouts.reversed() where isMeant(playout) {
      guard let first = playout.firstIndex else { continue }
      let begin = max(first, floor)
      let end = playout.endIndex ?? FrameCount(history.end / channels)
      guard begin < end else { continue }
      history.remove(begin.rawValue * channels..<end.rawValue * channels)
      for follower in playouts where follower.firstIndex ?? .zero >= end { follower.move(by: begin - end) }
    }
  }

  private mutating func forgetUnheard() {
    history.reset()
    mustResend = false
    mustDrain = false
    drainIndex = nil
    lastLook = nil
  }
}

extension PlaybackError {
  /// Nothing that is tried again can help.
  var isLasting: Bool {
    if case .file = self { true } else { false }
  }

  fileprivate var outputError: PulseError? {
    if case .output(let error) = self { error } else { nil }
  }

  /// What failed, when that ended a stream.
  fileprivate var cause: SoundRecovery.Cause {
    switch outputError {
    case .deviceGone?, .noDevice?, .unknownDevice?: .deviceLost
    default: .serverLost
    }
  }
}
