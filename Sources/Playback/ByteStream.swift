import AudioDecoding
public import AudioTypes
import HTTPStreaming
import Platform
import Synchronization

/// An utterance whose bytes the host writes, on a thread of its own that may wait.
///
///     let stream = try player.openStream(format: .mp3)
///     while let piece = nextPiece() { stream.write(piece.span) }
///     stream.finish()
///     let report = await stream.utterance.report
///
/// Bytes are for one thread at a time; `finish` and `abandon` may come from any. A stream that is dropped without `finish` is
/// cut short.
public final class ByteStream: Sendable {
  /// The utterance: follow it, stop it, and have its report.
  public let utterance: Utterance
  private let intake: ByteIntake
  private let waker: ThreadWaker
  private let end: EndOfBytes

  init(_ player: Player, _ audio: AudioThread, _ format: AudioEncoding) throws(PlaybackError) {
    let (waker, end) = (try Self.makeWaker(), EndOfBytes())
    (self.waker, self.end) = (waker, end)
    let (id, progress) = player.enqueue()
    let http = player.http
    do throws(DecodingError) {
      intake = try ByteIntake(
        id, format, progress, audio, announce: { http.wake() }, wakeWriter: { waker.wake() })
    } catch {
      audio.post(.withdraw(id))
      player.gate.leave(id)
      throw .decoding(error)
    }
    utterance = player.deliver(id, progress) { [intake] in
      ByteSupply(format, intake) { _ in try await end.wait() }
    }
    // Who waits for room learns here that the utterance is over, or the player.
    player.relay.watch { isLast in
      guard isLast || audio.playsNoMore(of: progress) else { return false }
      end.close()
      waker.wake()
      return true
    }
    http.wake()
  }

  deinit {
    abandon(reason: "the stream was dropped before its end")
  }

  /// Writes all of `bytes`; waits on this thread while 256 KiB wait to be decoded, as long as the player plays others first,
  /// is paused, or plays on.
  ///
  /// - Parameter limit: how long it may wait in all; nil is for ever.
  /// - Returns: how many were taken: fewer than all only after `limit`, or when no more are wanted (`isOver`), because the
  ///   utterance was stopped or has failed, or the stream was finished.
  @discardableResult
  public func write(_ bytes: borrowing Span<UInt8>, within limit: Duration? = nil) -> ByteCount {
    let deadline = limit.map { MonotonicInstant.now.advanced(by: $0) }
    var taken = 0
    while taken < bytes.count, !end.isReached, !intake.isOver {
      taken += intake.take(bytes.extracting(droppingFirst: taken))
      let remaining = deadline.map { MonotonicInstant.now.duration(to: $0) }
      if let remaining, remaining <= .zero { break }
      if taken < bytes.count { waitForRoom(remaining) }
    }
    return ByteCount(taken)
  }

  /// Writes as much of `bytes` as there is room for, and never waits.
  ///
  /// - Returns: how many were taken.
  public func offer(_ bytes: borrowing Span<UInt8>) -> ByteCount {
    end.isReached || intake.isOver ? .zero : ByteCount(intake.take(bytes))
  }

  /// Whether no more bytes are wanted.
  public var isOver: Bool { end.isReached || intake.isOver }

  /// Says that all has been written. What follows is not taken any more.
  public func finish() {
    end.reach(nil)
    waker.wake()
  }

  /// Says that no more will come, though it is not all: what came is played, and the utterance ends as
  /// `.truncated(.source(reason))`.
  public func abandon(reason: String) {
    end.reach(SourceFailure(description: reason))
    waker.wake()
  }

  private func waitForRoom(_ limit: Duration?) {
    intake.setAwaited(true)
    if !end.isReached, !intake.isWorthResuming { waker.wait(atMost: limit) }
    intake.setAwaited(false)
  }

  private static func makeWaker() throws(PlaybackError) -> ThreadWaker {
    do {
      return try ThreadWaker()
    } catch {
      throw .system(errno: error.code)
    }
  }
}

/// Why the host brings no more.
private struct SourceFailure: Error, CustomStringConvertible {
  let description: String
}

/// How the bytes of a stream end: once, for the one who waits for it.
private final class EndOfBytes: Sendable {
  private let isOver = Atomic(false)
  private let ends: AsyncStream<SourceFailure?>
  private let continuation: AsyncStream<SourceFailure?>.Continuation

  init() {
    (ends, continuation) = AsyncStream.makeStream()
  }

  var isReached: Bool { isOver.load(ordering: .acquiring) }

  /// - Parameter failure: why it is not all; nil when it is. The first word counts.
  func reach(_ failure: SourceFailure?) {
    guard !isOver.exchange(true, ordering: .acquiringAndReleasing) else { return }
    continuation.yield(failure)
    continuation.finish()
  }

  /// Nothing more is wanted.
  func close() {
    isOver.store(true, ordering: .releasing)
    continuation.finish()
  }

  /// Waits for the end, or for the task to be cancelled.
  func wait() async throws {
    for await failure in ends {
      if let failure { throw failure }
    }
  }
}
