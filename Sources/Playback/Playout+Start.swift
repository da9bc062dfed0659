import AudioDecoding
import AudioTypes
import Prebuffering
import RingBuffer

/// When an utterance may be heard: what the start policy is told, and what it says.
extension Playout {
  /// An utterance that is first looked at so long after its first byte had to wait for its turn.
  private static let lateLook = Duration.milliseconds(20)

  /// A wait by the listener's will is none of the network's.
  func notePause() {
    isWatchedThroughout = false
  }

  /// How the stream came, if that can be learnt from.
  var arrivalsToLearn: ArrivalTrace? {
    isWatchedThroughout && decider.arrivals.firstArrival != nil ? decider.arrivals : nil
  }

  /// Whether playing may begin or go on now; if not, `nextLook` says when to ask again at the latest.
  func mayPlay(_ now: MonotonicInstant) -> Bool {
    nextLook = nil
    if isEmptyAndWhole || isAtFormatChange { return true }
    // Short of that, all that can be decoded is; a broken-off frame is not to be counted.
    let isDecodedAhead = audioInHand >= Self.decodeAhead
    let undecoded = isDecodedAhead ? source.map { undecodedAudio($0, of: $0.bytesArrived) } : nil
    let inHand = audioInHand + (undecoded ?? .zero)
    switch decider.decision(inHand: inHand, isWhole: hasNoMoreToWaitFor, now: now) {
    case .start:
      return true
    case .wait(let until):
      nextLook = until
      return false
    }
  }

  /// No more will be in hand before some of it is written: all has come, a change of format is next, or the ring fills up.
  private var hasNoMoreToWaitFor: Bool {
    guard let source, !isWhole, formatChange == nil else { return true }
    if source.isHoldingBack { return true }
    return source.ring.hasWriterEnded && !(source.ring.isAbandoned && isToBeContinued)
  }

  /// Tells the decider of the audio that came since it was told last.
  func noteArrivals(_ source: PlayoutSource, _ now: MonotonicInstant) {
    let bytes = source.bytesArrived
    guard bytes > bytesSeen else { return }
    let start = progress.timeline[.firstByte]
    if bytesSeen == .zero, let start, start.duration(to: now) > Self.lateLook {
      isWatchedThroughout = false
      // How it came before its turn is no reason to wait now that there is so much of it.
      while source.marks.next() != nil {}
    }
    while let mark = source.marks.next() { noteArrival(source, of: mark.total, at: mark.instant, start) }
    // Without a mark: there was no room for one, or it comes just now.
    noteArrival(source, of: bytes, at: source.marks.takeLost() ?? now, start)
    if source.isHoldingBack { decider.closeArrivals() }
  }

  private func noteArrival(
    _ source: PlayoutSource, of bytes: ByteCount, at instant: MonotonicInstant, _ start: MonotonicInstant?
  ) {
    guard bytes > bytesSeen else { return }
    bytesSeen = bytes
    let summary = source.decoder.summary
    let decoded = format?.duration(of: summary.framesDecoded + summary.leadingFramesDropped) ?? .zero
    decider.noteArrival(total: decoded + undecodedAudio(source, of: bytes), at: instant, start: start)
  }

  /// What is not decoded of the first `bytes` that came, if it holds as much per byte as what has been; less than nothing
  /// where more than those have been.
  private func undecodedAudio(_ source: PlayoutSource, of bytes: ByteCount) -> Duration {
    let summary = source.decoder.summary
    guard let format, summary.bytesDecoded > .zero else { return .zero }
    let frames = Double((summary.framesDecoded + summary.leadingFramesDropped).rawValue)
    let waiting = Double((summary.bytesWaiting + bytes - summary.bytesFed).rawValue)
    return format.duration(of: FrameCount(Int(frames / Double(summary.bytesDecoded.rawValue) * waiting)))
  }
}

extension Playout {
  /// All that has come of it and is to be heard, as long as it sounds.
  ///
  /// - Parameter pace: how long a byte sounds, where none of its own has been decoded; that of another one.
  func arrivedTime(_ pace: inout Double) -> Duration {
    guard let source else { return decodedLength.total }
    let summary = source.decoder.summary
    let decoded = Double((decodedLength.total + leadingTime(summary)).signedNanoseconds)
    if summary.bytesDecoded > .zero, source.aligner == nil { pace = decoded / Double(summary.bytesDecoded.rawValue) }
    let waiting = Double((summary.bytesWaiting + source.ring.availableByteCount()).rawValue)
    return decodedLength.total + .nanoseconds(Int64(pace * waiting))
  }

  private func leadingTime(_ summary: DecodingSummary) -> Duration {
    format?.duration(of: summary.leadingFramesDropped) ?? .zero
  }
}

extension PlayoutSource {
  /// All bytes that came, decoded or not.
  fileprivate var bytesArrived: ByteCount { decoder.summary.bytesFed + ring.availableByteCount() }

  /// The ring fills up: soon the sender has to wait.
  fileprivate var isHoldingBack: Bool {
    ring.availableByteCount().rawValue > ring.capacity.rawValue / 2
  }
}
