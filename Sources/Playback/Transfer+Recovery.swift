import AudioTypes
import FileOutput
import HTTPStreaming
import SpeechAPI
import Synchronization

/// What becomes of a stream that breaks off: its rest is fetched from the history, while what has come plays on. What was
/// generated is never generated again.
extension Transfer {
  /// How often the stored audio is asked for after a break, all breaks together.
  private static let maximumAttempts = 6

  /// Where the rest goes.
  private enum Plan {
    /// Into the ring that is there, behind the bytes that came.
    case append
    /// From its start into a ring of its own, for the audio thread to find the place.
    case join
  }

  /// Returns how the utterance's transfer ended in all.
  ///
  /// - Parameter timings: become those of the last request that brought audio.
  func recover(
    from cut: HTTPError, _ record: inout Record, _ timings: inout HTTPTimings?, _ announce: (UtteranceEvent) -> Void
  ) async -> End {
    let unrecovered = End.cut(.network(cut))
    guard cut.isBreak, let wire = restRequest, let intake = arrival.withLock({ $0.intake }) else { return unrecovered }
    record.recovery = Recovery(cause: .network(cut), brokeOffAt: intake.byteCount)
    announce(.recovering(.network(cut)))
    // Stays set once a continuation is attached: the audio thread may see the ring's end before it sees the continuation.
    progress.mayBeContinued.store(true, ordering: .releasing)
    let fetched = await fetchRest(wire, &record, &timings, announce)
    let failure = undecodable ?? fetched
    record.recovery?.failure = failure
    guard let failure else {
      if let recovery = record.recovery { announce(.recovered(recovery)) }
      return .complete
    }
    progress.mayBeContinued.store(false, ordering: .releasing)
    if case .network(.cancelled) = failure { return .cut(failure) }
    return .cut(.unrecovered(cut, because: failure))
  }

  /// Returns how the transfer ended, once the audio thread is done with the utterance: it may have found out only after the
  /// rest had come that it was no audio.
  func reconsider(_ end: End, _ record: inout Record) -> End {
    guard let undecodable, case .network(let cut) = record.recovery?.cause else { return end }
    record.recovery?.noteUndecodable(undecodable)
    return .cut(.unrecovered(cut, because: undecodable))
  }

  /// What the audio thread has found wrong with the rest.
  private var undecodable: PlaybackError? { progress.continuationFailure.load().map { .decoding($0.error) } }

  /// Asks for the stored audio that the stream is a part of; nil when nobody knows its name.
  private var restRequest: WireRequest? {
    if let source = arrival.withLock({ $0.source }), source.method == .get { return source }
    guard let id = historyItemID else { return nil }
    return try? service.historyAudioRequest(for: id)
  }

  /// Returns why the rest did not come; nil when it did.
  private func fetchRest(
    _ wire: WireRequest, _ record: inout Record, _ timings: inout HTTPTimings?, _ announce: (UtteranceEvent) -> Void
  ) async -> PlaybackError? {
    var plan = Plan.append
    var former: AudioIntake?
    var broken = MonotonicInstant.now
    for _ in 0..<Self.maximumAttempts {
      let began = MonotonicInstant.now
      record.recovery?.attempts += 1
      let attempt = await fetch(wire, configuration.recoveryPolicy, accept: acceptance(plan))
        .run { announce(.retrying($0)) }
      guard let intake = arrival.withLock({ $0.intake }) else { return .historyDiffers }
      if let resumed = intake.resumed, resumed >= began {
        record.recovery?.noteRest(former == nil ? .bytes : .samples, after: broken.duration(to: resumed))
        timings = attempt.timings
        plan = .append
      }
      if let error = arrival.withLock({ $0.decodingError }) { return .decoding(error) }
      if intake !== former, intake.isMismatched {
        guard former == nil else { return .historyDiffers }
        (former, plan) = (intake, .join)
        do {
          try beginFileAnew(insteadOf: intake)
        } catch {
          guard audio != nil else { return error }
          record.savingError = error
        }
        continue
      }
      switch attempt.end {
      case .complete: return nil
      case .failed(let error): return error
      case .cut(let error):
        guard error.isBreak else { return .network(error) }
        broken = .now
      }
    }
    return .network(.cutShort)
  }

  /// What is done with a reply that announces the stored audio. Network thread.
  private func acceptance(_ plan: Plan) -> ReplyObserver.Accept {
    { reply, _ in
      switch plan {
      case .append:
        let (intake, encoding) = self.arrival.withLock { ($0.intake, $0.encoding) }
        guard reply.encoding == encoding else {
          self.arrival.withLock { $0.storedEncoding = reply.encoding }
          intake?.rejectBeginning()
          return nil
        }
        intake?.expectBeginning()
        return intake.map { .stream(to: $0) }
      case .join:
        let former = self.arrival.withLock { $0.intake }
        guard let intake = self.makeIntake(reply, { $0.post(.attachContinuation(self.id, $1)) }) else { return nil }
        self.leave(former)
        self.audio?.wake()
        intake.expectBeginning()
        return .stream(to: intake)
      }
    }
  }

  /// What the stream's own intake holds is all there will be of it. Network thread.
  private func leave(_ former: AudioIntake?) {
    let isKept = arrival.withLock { $0.formerFile != nil }
    guard isKept else { former?.abandon(); return }
    if audio != nil { former?.abandonSound() }
  }

  /// The file is to hold the stored audio from its start: what it holds by now cannot be continued. It is kept until the new
  /// one is whole.
  private func beginFileAnew(insteadOf intake: AudioIntake) throws(PlaybackError) {
    let (writer, storedEncoding) = arrival.withLock { ($0.writer, $0.storedEncoding) }
    guard let writer else { return }
    // A name that ends in .pcm must not come to stand for something else.
    guard writer.canBeginAnew, storedEncoding == nil else {
      if audio != nil { intake.abandonCopy() }
      throw .historyDiffers
    }
    do {
      try openFile()
    } catch {
      throw .file(error)
    }
    arrival.withLock { $0.formerFile = (writer, intake) }
  }

  /// Of two files keeps the whole one, or else the one that holds what the stream brought.
  func settleFile(_ end: End) async {
    guard let former = arrival.withLock({ $0.formerFile.take() }) else { return }
    let isWhole = if case .complete = end { true } else { false }
    let (intake, newer) = arrival.withLock { ($0.intake, $0.writer) }
    if isWhole {
      former.writer.discard()
    } else {
      newer?.discard()
      if audio == nil { intake?.abandon() } else { intake?.abandonCopy() }
      arrival.withLock { arrival in
        arrival.copy = nil
        arrival.writer = former.writer
      }
      newer?.wake()
      _ = try? await newer?.finished()
    }
    former.intake.abandon()
    former.writer.wake()
    if isWhole { _ = try? await former.writer.finished() }
  }
}
