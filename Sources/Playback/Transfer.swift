import AudioDecoding
import AudioTypes
import FileOutput
import HTTPStreaming
import RingBuffer
import SpeechAPI
import Synchronization

/// Fetches the audio of one utterance: sends the request, again where that is allowed, and hands the ring to the audio
/// thread when audio is announced.
///
/// `run` is called once, from a task; the observer's methods are called on the network thread.
final class Transfer: Sendable {
  /// How a transfer ended.
  enum End {
    /// The body is whole.
    case complete
    /// Audio was announced, but its body broke off.
    case cut(PlaybackError)
    /// No audio came.
    case failed(PlaybackError)
  }

  /// What is to be reported of it.
  struct Record {
    var retries: [RetryNotice] = []
    var bytesReceived = ByteCount.zero
    /// Of the last attempt.
    var timings: HTTPTimings?
  }

  /// What the network thread has learnt of the reply.
  private struct Arrival: ~Copyable {
    var reply: AudioReply?
    /// Why the last head with status 200 does not announce audio that can be played.
    var refusal: SpeechServiceError?
    var decodingError: DecodingError?
    /// The file's end of the ring, until a reply takes it.
    var copy: RingProducer?
  }

  private let id: UtteranceID
  private let request: SpeechRequest
  private let configuration: PlayerConfiguration
  private let progress: UtteranceProgress
  private let http: HTTPClient
  /// Keeps the request back until it is certain that it can be heard.
  private let hold: RequestHold
  private let audio: AudioThread?
  private let arrivals: ArrivalStore
  private let arrival: Mutex<Arrival>
  private let writer: FileWriter?

  /// Bytes between network and decoder: 32 s of 64 kbit/s MP3, 5 s of 24 kHz PCM.
  private static let ringCapacity = ByteCount(256 * 1024)
  private static let errorBodyLimit = ByteCount(64 * 1024)

  /// - Throws: `PlaybackError.file` when `savePath` cannot be opened.
  init(
    id: UtteranceID, request: SpeechRequest, savePath: String?, configuration: PlayerConfiguration,
    progress: UtteranceProgress, arrivals: ArrivalStore, http: HTTPClient, audio: AudioThread?, hold: RequestHold
  ) throws(PlaybackError) {
    self.id = id
    self.request = request
    self.configuration = configuration
    self.progress = progress
    self.http = http
    self.audio = audio
    self.hold = hold
    self.arrivals = arrivals
    guard let savePath else {
      writer = nil
      arrival = Mutex(Arrival())
      return
    }
    let ring = RingBuffer(capacity: Self.ringCapacity)
    do {
      writer = try FileWriter(path: savePath, ring.consumer, onLowWater: http.resumeHeldTransfers)
    } catch {
      throw .file(error)
    }
    arrival = Mutex(Arrival(copy: ring.producer))
  }

  /// The head of the reply that announced audio; nil while there was none.
  var reply: AudioReply? { arrival.withLock { $0.reply } }

  /// Runs to the end. Cancelling the task gives the transfer up.
  func run(announce: (UtteranceEvent) -> Void) async -> (End, Record) {
    var record = Record()
    let wire: WireRequest
    do {
      wire = try configuration.service.streamRequest(for: request)
    } catch {
      return (.failed(.request(error)), record)
    }
    let started = MonotonicInstant.now
    while true {
      let (end, verdict) = await sendOnce(wire, &record)
      audio?.wake()  // The end of the ring is news for the audio thread even when no byte came with it.
      guard
        let verdict, case .failed(let error) = end,
        let delay = configuration.retryPolicy.delay(
          after: verdict, retriesMade: record.retries.count, elapsed: started.duration(to: .now),
          random: .random(in: 0..<1))
      else {
        markConnection(record)
        return (end, record)
      }
      let notice = RetryNotice(reason: error, delay: delay, number: record.retries.count + 1)
      record.retries.append(notice)
      announce(.retrying(notice))
      do { try await Task.sleep(for: delay) } catch { return (.failed(.network(.cancelled)), record) }
    }
  }

  /// Waits until the file holds all that came. Returns nil when nothing came, or nothing was to be saved.
  func finishSaving() async throws(FileOutputError) -> ByteCount? {
    guard let writer else { return nil }
    arrival.withLock { $0.copy = nil }  // Not taken by any reply: dropping it ends the writer.
    writer.wake()
    let count = try await writer.finished()
    return count == .zero ? nil : count
  }

  /// Sends the request once. Beside how that ended stands what the retry policy judges it by; nil when audio has come.
  private func sendOnce(_ wire: WireRequest, _ record: inout Record) async -> (End, RetryPolicy.Outcome?) {
    do {
      var attempt = HTTPRequest(wire, limits: configuration.limits)
      if !hold.isReleased { attempt.hold = hold }
      let result = try await http.perform(attempt, observer: self)
      note(result.timings, result.bodyByteCount, &record)
      if reply != nil { return (.complete, nil) }
      if let error = arrival.withLock({ $0.decodingError }) { return (.failed(.decoding(error)), nil) }
      return turnedAway(result.head, result.collectedBody)
    } catch {
      note(error.timings, error.bodyByteCount, &record)
      if reply != nil { return (.cut(.network(error.error)), nil) }
      if let error = arrival.withLock({ $0.decodingError }) { return (.failed(.decoding(error)), nil) }
      switch error.error {
      case .cutShort, .collectedBodyTooLarge:
        // A reply without audio whose body is not to be had still says what its head says.
        if let head = error.head { return turnedAway(head, []) }
      default:
        break
      }
      return (.failed(.network(error.error)), error.error.wasRefused ? .notSent : .uncertain)
    }
  }

  private func turnedAway(_ head: HTTPResponseHead, _ body: [UInt8]) -> (End, RetryPolicy.Outcome) {
    var error = SpeechServiceError(head: ReplyHead(head), body: body, redacting: configuration.service.key)
    // What the body says comes first; where it says nothing, the head has been judged already.
    if error.code == nil, error.detail == nil, let refusal = arrival.withLock({ $0.refusal }) { error = refusal }
    return (.failed(.service(error)), .reply(error))
  }

  private func note(_ timings: HTTPTimings, _ bytes: ByteCount, _ record: inout Record) {
    record.timings = timings
    guard reply != nil else { return }
    record.bytesReceived = bytes
    if let instant = timings.lastBodyByte { progress.timeline.set(.lastByte, instant) }
  }

  /// Sets the marks of the connection once it is clear that no further attempt follows: they are the last one's.
  private func markConnection(_ record: Record) {
    guard let timings = record.timings else { return }
    let marks: [(TimelineMark, MonotonicInstant?)] = [
      (.dnsDone, timings.nameLookupDone), (.connected, timings.connected), (.tlsDone, timings.tlsDone),
      (.requestSent, timings.requestSent),
    ]
    for case (let mark, let instant?) in marks { progress.timeline.set(mark, instant) }
  }
}

// MARK: On the network thread

extension Transfer: HTTPTransferObserver {
  func receivedHead(_ head: HTTPResponseHead, at instant: MonotonicInstant) -> BodyDestination {
    let reply: AudioReply
    do {
      reply = try AudioReply(
        head: ReplyHead(head), requested: request.format, redacting: configuration.service.key)
    } catch {
      arrival.withLock { $0.refusal = head.status == 200 ? error : nil }
      return .collect(limit: Self.errorBodyLimit)
    }
    progress.timeline.set(.responseHeaders, instant)
    return audio.map { play(reply, on: $0) } ?? saveOnly(reply)
  }

  func wroteBody(_ count: ByteCount, at instant: MonotonicInstant) {
    guard count > .zero, reply != nil else { return }
    if progress.timeline[.firstByte] == nil {
      progress.firstPieceBytes.store(count.rawValue, ordering: .relaxed)
      progress.timeline.set(.firstByte, instant)
      http.wake()  // Whoever follows the utterance hears of it.
    }
    audio?.wake()
    writer?.wake()
  }

  private func play(_ reply: AudioReply, on audio: AudioThread) -> BodyDestination {
    let ring = RingBuffer(capacity: Self.ringCapacity)
    do {
      let source = PlayoutSource(
        ring: ring.consumer, decoder: try StreamDecoder(reply.encoding),
        prior: arrivals.prior(configuration.service.endpoint, reply.encoding),
        onLowWater: http.resumeHeldTransfers)
      audio.post(.attach(id, source))
    } catch {
      arrival.withLock { $0.decodingError = error }
      return .collect(limit: .zero)
    }
    return .stream(into: ring.producer, copy: accept(reply))
  }

  private func saveOnly(_ reply: AudioReply) -> BodyDestination {
    guard let copy = accept(reply) else { return .collect(limit: .zero) }
    return .stream(into: copy, copy: nil)
  }

  /// From here on audio is on its way; gives out the file's end of its ring.
  private func accept(_ reply: AudioReply) -> RingProducer? {
    arrival.withLock { arrival in
      arrival.reply = reply
      return arrival.copy.take()
    }
  }
}

extension HTTPClient {
  /// Lets a transfer that waits for room in a ring look again; costs an atomic load when none does.
  fileprivate var resumeHeldTransfers: @Sendable () -> Void {
    { if self.hasPausedTransfers { self.wake() } }
  }
}

extension HTTPError {
  /// Nothing of the request can have reached the service, and a repetition may find it back.
  var wasRefused: Bool {
    switch self {
    case .connectionRefused, .unreachable: true
    default: false
    }
  }
}

extension HTTPRequest {
  init(_ wire: WireRequest, limits: HTTPLimits) {
    self.init(
      method: HTTPRequest.Method(wire.method), url: wire.url,
      fields: wire.fields.map { HTTPField(name: $0.name, value: $0.value, isSecret: $0.isSecret) },
      body: wire.body, limits: limits)
  }
}

extension HTTPRequest.Method {
  fileprivate init(_ method: WireRequest.Method) {
    self =
      switch method {
      case .get: .get
      case .head: .head
      case .post: .post
      }
  }
}

extension ReplyHead {
  init(_ head: HTTPResponseHead) {
    self.init(status: head.status, header: { head[$0] })
  }
}
