import AudioTypes

/// What the watchdog saw when it last looked at a stream.
struct StreamLook {
  /// How much the sink had taken, by its own account.
  let taken: FrameCount?
  /// Whether that was all.
  let isPlayedOut: Bool
  var instant: MonotonicInstant
  /// How often in a row it saw the same, for the same reason. Looks and not seconds, because a machine that was asleep or
  /// frozen as a whole is no fault of the sink.
  var count = 0
  var reason: SoundRecovery.Cause?
}

/// The watchdog: a sink that has samples and does not play them.
extension PlaybackEngine {
  static let lookInterval = Duration.milliseconds(250)
  /// So many looks without progress are a fault.
  private static let limit = 2
  /// The same for a stream that has not begun to move: an idle sink may have rendered two seconds ahead (a null sink does),
  /// and a device takes its time to wake.
  private static let startLimit = 12
  /// A stream that was stuck is only believed once it has moved so far: a device that takes nothing may take one last block.
  private static let proof = Duration.milliseconds(100)
  /// An answer to a drain that has not come so long after everything was heard will not come.
  static let drainLimit = Duration.milliseconds(500)

  /// Looks whether the sink has moved on. Returns true when all has been heard, though the sink does not answer a drain.
  mutating func watch(_ sink: inout some AudioSink & ~Copyable, _ now: MonotonicInstant) -> Bool {
    let taken = sink.takenIndex
    let isPlayedOut = sink.isPlayedOut
    guard
      isAwaited(sink), !isStarved(sink), var look = lastLook, look.taken == taken,
      look.isPlayedOut == isPlayedOut
    else {
      lastLook = StreamLook(taken: taken, isPlayedOut: isPlayedOut, instant: now)
      noteProgress(sink, now)
      return false
    }
    let standstill = look.instant.duration(to: now)
    if isPlayedOut { return standstill >= Self.drainLimit }
    guard standstill >= Self.lookInterval else { return false }
    let reason = reason(for: sink, now)
    look.count = look.reason == reason || look.count < Self.limit ? look.count + 1 : 1
    look.reason = reason
    look.instant = now
    lastLook = look
    sink.askPosition()
    handleStandstill(look, reason, &sink, now)
    return false
  }

  /// Why nothing moves, by what the server told since it was last asked.
  private func reason(for sink: borrowing some AudioSink & ~Copyable, _ now: MonotonicInstant) -> SoundRecovery.Cause {
    if sink.isSuspended { return .deviceSuspended }
    let isAnswering = sink.toldAt.map { $0.duration(to: now) < Self.lookInterval * 2 } ?? false
    return isAnswering ? .streamStuck : .serverSilent
  }

  private mutating func noteProgress(_ sink: borrowing some AudioSink & ~Copyable, _ now: MonotonicInstant) {
    switch fault?.remedy {
    case .waiting?:
      endFault(at: now, sink)
    case .restarting?:
      let taken = sink.format.duration(of: sink.takenIndex ?? .zero)
      let hasMoved = taken > (fault?.cause == .streamStuck ? Self.proof : .zero)
      guard hasMoved || sink.isPlayedOut || isStarved(sink) else { return }
      endFault(at: now.advanced(by: .zero - taken), sink)
    case .reconnecting?, .givenUp?, nil:
      return
    }
  }

  /// Nothing moves. A server that is silent and a device that is switched off are waited for: to reconnect would help
  /// neither, and both may still play what they have, which would then be heard twice.
  private mutating func handleStandstill(
    _ look: StreamLook, _ reason: SoundRecovery.Cause, _ sink: inout some AudioSink & ~Copyable, _ now: MonotonicInstant
  ) {
    fault?.wait(until: now)
    if let fault, fault.waited >= recoveryLimit { return giveUpStandstill(&sink, now) }
    let hasBegun = look.taken ?? .zero > .zero
    guard look.count >= (reason == .streamStuck && !hasBegun ? Self.startLimit : Self.limit) else { return }
    if fault == nil {
      // What is being faded out is silent already.
      end(where: { $0.isFading }, .stopped, heard: sink.heardIndex)
      guard !playouts.isEmpty else { return }
      let waited = Self.lookInterval * look.count
      beginFault(reason, .waiting, since: now.advanced(by: .zero - waited), waited: waited, now)
    }
    guard reason == .streamStuck else { return }
    // The sink lives and will play what it has taken.
    loseStream(.streamStuck, sink, heard: look.taken ?? .zero, now)
    reconnect(&sink, now)
  }

  private mutating func giveUpStandstill(_ sink: inout some AudioSink & ~Copyable, _ now: MonotonicInstant) {
    giveUp(.outputStalled(after: recoveryLimit), sink)
    // What the server holds is not to be heard at some later time, without what would have followed.
    fault = SinkFault(.serverLost, .reconnecting, since: now, playout: nil, now: now)
    reconnect(&sink, now)
  }
}
