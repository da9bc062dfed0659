import AudioDecoding
public import AudioTypes
import HTTPStreaming
import Synchronization

/// So many are handed on together where bytes come one by one.
private let singleBytesAtOnce = 256

// Audio that the host brings itself, from whatever service or file: none of this needs a service.
extension Player {
  /// Plays audio that comes in pieces, once what was asked for before has been played, while it comes. Returns at once.
  ///
  /// It is an utterance like any other, with the same start policy, events and report; marks of requests stay unset. The
  /// sequence is first asked for a piece when it is its turn to be fetched, on Swift's pool. It is not asked for more while
  /// 256 KiB wait to be decoded, and no more once the utterance is over; its task is cancelled then. An error that it throws
  /// ends the utterance, when what came has been heard, as `.truncated(.source(_:))` with the text of the error.
  ///
  /// It plays on when its utterance and the player are dropped, and keeps the player's threads until the sequence ends: stop the
  /// utterance, or shut the player down, where that may be never.
  ///
  /// - Parameters:
  ///   - bytes: pieces of any size, `[UInt8]` or any other sequence of bytes.
  ///   - format: what they hold; `.unknown` leaves that to their beginning, which cannot tell raw PCM.
  public func play<Bytes: AsyncSequence & Sendable>(bytes: Bytes, format: AudioEncoding) -> Utterance
  where Bytes.Element: Sequence<UInt8> {
    play(format) { [relay, http] intake in
      for try await piece in bytes {
        guard await intake.take(all: Array(piece), relay, http) else { return }
      }
    }
  }

  /// The same for a sequence of single bytes, as `URLSession.AsyncBytes` is.
  ///
  /// They are handed on 256 at a time, so that as many less one may wait for those behind them. To be asked for each byte
  /// costs the processor far more than to decode it: where there is a sequence of pieces, play that.
  public func play<Bytes: AsyncSequence & Sendable>(bytes: Bytes, format: AudioEncoding) -> Utterance
  where Bytes.Element == UInt8 {
    play(format) { [relay, http] intake in
      var piece: [UInt8] = []
      piece.reserveCapacity(singleBytesAtOnce)
      var failure: (any Error)?
      do {
        for try await byte in bytes {
          piece.append(byte)
          guard piece.count == singleBytesAtOnce else { continue }
          guard await intake.take(all: piece, relay, http) else { return }
          piece.removeAll(keepingCapacity: true)
        }
      } catch {
        failure = error
      }
      if await intake.take(all: piece, relay, http), let failure { throw failure }
    }
  }

  /// Opens an utterance whose bytes are written to it, by a host that has a thread to write on. It plays once what was asked
  /// for before has been played, while it is written.
  ///
  /// - Parameter format: what the bytes hold; `.unknown` leaves that to their beginning, which cannot tell raw PCM.
  /// - Throws: `PlaybackError.decoding` when there is no decoder for it, and `.noDestination` when the player has no sound.
  public func openStream(format: AudioEncoding) throws(PlaybackError) -> ByteStream {
    guard let audio else { throw .noDestination }
    return try ByteStream(self, audio, format)
  }

  private func play(
    _ format: AudioEncoding, _ feed: @escaping @Sendable (ByteIntake) async throws -> Void
  ) -> Utterance {
    let (id, progress) = enqueue()
    return deliver(id, progress) { [http, audio] () throws(PlaybackError) in
      guard let audio else { throw .noDestination }
      do throws(DecodingError) {
        let wake: @Sendable () -> Void = { http.wake() }
        let intake = try ByteIntake(id, format, progress, audio, announce: wake, wakeWriter: wake)
        return ByteSupply(format, intake, feed: feed)
      } catch {
        throw .decoding(error)
      }
    }
  }

  /// Follows an utterance that has its place, with what brings its bytes.
  func deliver(
    _ id: UtteranceID, _ progress: UtteranceProgress,
    _ makeSupply: @escaping @Sendable () throws(PlaybackError) -> any AudioSupply
  ) -> Utterance {
    let hold = RequestHold(isReleased: audio?.status.isReady.load(ordering: .acquiring) ?? true)
    return Utterance(
      Delivery(
        id: id, progress: progress, player: self, makeTransfer: makeSupply, hold: hold, savePath: nil, mayBlock: false))
  }
}

extension ByteIntake {
  /// Takes all of `bytes`, and waits for room where need be, without a thread. Returns false when no more are wanted.
  fileprivate func take(all bytes: [UInt8], _ relay: EventRelay, _ http: HTTPClient) async -> Bool {
    var taken = 0
    while taken < bytes.count {
      guard !isOver, !Task.isCancelled else { return false }
      taken += take(bytes.span.extracting(droppingFirst: taken))
      if taken < bytes.count { await waitForRoom(relay, http) }
    }
    return true
  }

  private func waitForRoom(_ relay: EventRelay, _ http: HTTPClient) async {
    setAwaited(true)
    await relay.wait(waking: http, whenClosed: ()) { self.isWorthResuming ? () : nil }
    setAwaited(false)
  }
}
