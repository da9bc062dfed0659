import AudioDecoding
import AudioTypes
import RingBuffer
import Seaming
import Synchronization

/// How an utterance goes on after its stream broke off: with the same utterance, stored and perhaps encoded anew.
///
/// The continuation is decoded from its beginning and dropped. It keeps up with the stream as far as that is decoded, and is
/// at the seam when the stream is at its end.
extension Playout {
  /// So much of a continuation is decoded in one pass at most: some milliseconds' work, and the sink is fed in between.
  private static let followLimit = Duration.seconds(1)

  /// More may come behind the end of `source`.
  var isToBeContinued: Bool {
    continuation != nil || progress.mayBeContinued.load(ordering: .acquiring)
  }

  func attachContinuation(_ source: PlayoutSource) {
    guard !isWhole, !isHandedOver else { return }
    guard self.source != nil else {
      source.aligner = nil  // There is nothing to join it to: it is the stream.
      return attach(source)
    }
    source.prepareToContinue()
    continuation = source
    isWatchedThroughout = false
  }

  /// Decodes the continuation as far as it is of use now. One that turns out to be no audio is dropped.
  func followContinuation() {
    canFollowFurther = false
    guard let continuation else { return }
    let limit = continuation.position + Self.followLimit
    do throws(DecodingError) {
      while continuation.wantsMore(for: decodedLength.total) {
        canFollowFurther = continuation.position >= limit
        guard !canFollowFurther, try continuation.follow() else { return }
      }
    } catch {
      // All of it may have come: whoever fetched it would not know that there is anything left to give up.
      _ = progress.continuationFailure.storeIfNil(ContinuationFailure(error))
      progress.mayBeContinued.store(false, ordering: .releasing)
      dropContinuation()
    }
  }

  /// Goes over to the continuation at the end of `source`, if it has come so far. Returns whether there is more to decode now;
  /// when nothing ever will be, the utterance is whole.
  func goOn(from source: PlayoutSource) -> Bool {
    guard source.end != .open else { return false }
    followContinuation()
    if let continuation {
      guard continuation.wantsMore(for: decodedLength.total) else { return join(continuation) }
      guard continuation.end != .open else { return false }
      // It is over too soon. One that was cut short before the seam leaves the place to another, if there may be one.
      guard continuation.end == .abandoned, progress.mayBeContinued.load(ordering: .acquiring),
        continuation.position <= decodedLength.total
      else { return join(continuation) }
      dropContinuation()
    }
    guard source.end == .finished || !isToBeContinued else { return false }
    isWhole = true
    isCutShort = isCutShort || source.end == .abandoned || source.decoder.summary.truncatedTail
    return false
  }

  private func join(_ continuation: PlayoutSource) -> Bool {
    let format = decodedLength.format
    let frames = min(decodedLength.frames, FrameCount(queue.capacity / format.channelCount))
    let samples = frames.rawValue * format.channelCount
    let seam = continuation.aligner?.join(at: decodedLength.total, behind: format, frames) {
      queue.latest(samples - $0)
    }
    if let seam {
      progress.seam.note(seam)
      // What an encoder puts behind the end may be missing without anything being lost.
      isCutShort = seam.missing > SeamAligner.longestLag
    }
    if let source { letGo(of: source) }
    source = continuation
    self.continuation = nil
    bytesSeen = .zero
    return true
  }

  private func dropContinuation() {
    if let continuation = continuation.take() { letGo(of: continuation) }
  }
}

extension PlayoutSource {
  // Asked in place: a copy of the aligner would make its next change copy all its memory.
  fileprivate var position: Duration { aligner?.position ?? .zero }

  fileprivate func wantsMore(for position: Duration) -> Bool { aligner?.wantsMore(for: position) ?? false }

  /// Decodes one block for the aligner, or feeds the decoder. Returns false when nothing is to be had now.
  fileprivate func follow() throws(DecodingError) -> Bool {
    if try decoder.nextBlock({ aligner?.append($0, $1) }) { return true }
    return try feed()
  }
}
