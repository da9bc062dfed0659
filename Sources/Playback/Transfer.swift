import AudioDecoding
import AudioTypes
import FileOutput
import HTTPStreaming
import RingBuffer
import SpeechAPI
import Synchronization

/// Brings the audio of one utterance: fetches it, the rest of it from the history when it breaks off, and hands the ring to
/// the audio thread when audio is announced.
///
/// `run` is called once, from a task; `accept` and `arrived` are called on the network thread.
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
    /// Of the last attempt before audio came.
    var timings: HTTPTimings?
    var recovery: Recovery?
    /// Why the file does not hold all that was fetched.
    var savingError: PlaybackError?
  }

  /// What has been learnt of the reply.
  struct Arrival: ~Copyable {
    /// The job that made the audio.
    var job: GenerationJob?
    /// What brought the audio.
    var source: WireRequest?
    /// Of the first reply that announced audio.
    var reply: AudioReply?
    var decodingError: DecodingError?
    /// The file cannot be made of what was announced.
    var formError: FileOutputError?
    /// What takes the audio.
    var intake: AudioIntake?
    /// How that audio is encoded.
    var encoding: AudioEncoding?
    var writer: FileWriter?
    /// The file's end of the ring, until an intake takes it.
    var copy: RingProducer?
    /// How the stored audio is encoded, where that is another way than the stream's.
    var storedEncoding: AudioEncoding?
    /// The file that was begun anew, kept until the new one is whole.
    var formerFile: (writer: FileWriter, intake: AudioIntake)?
  }

  let id: UtteranceID
  let order: AudioOrder
  let configuration: PlayerConfiguration
  let service: AuthorizedService
  let progress: UtteranceProgress
  let http: HTTPClient
  let audio: AudioThread?
  let arrival: Mutex<Arrival>
  let savePath: String?
  private let fileForm: FileForm
  /// Keeps a request that costs back until it is certain that it can be heard.
  let hold: RequestHold
  private let arrivals: ArrivalStore

  /// Bytes between network and decoder: 32 s of 64 kbit/s MP3, 5 s of 24 kHz PCM.
  static let ringCapacity = ByteCount(256 * 1024)

  /// - Throws: `PlaybackError.file` when `savePath` cannot be opened.
  init(
    id: UtteranceID, order: AudioOrder, savePath: String?, fileForm: FileForm,
    configuration: PlayerConfiguration, service: AuthorizedService, progress: UtteranceProgress, arrivals: ArrivalStore,
    http: HTTPClient, audio: AudioThread?, hold: RequestHold
  ) throws(PlaybackError) {
    self.id = id
    self.order = order
    self.configuration = configuration
    self.service = service
    self.progress = progress
    self.http = http
    self.audio = audio
    self.hold = hold
    self.arrivals = arrivals
    self.savePath = savePath
    self.fileForm = fileForm
    arrival = Mutex(Arrival())
    do {
      try openFile()
    } catch {
      throw .file(error)
    }
  }

  /// The head of the reply that announced audio; nil while there was none.
  var reply: AudioReply? { arrival.withLock { $0.reply } }

  /// The encoding of a stream that was made while it came; nil for a recording, whose pace says nothing about the next stream.
  var liveEncoding: AudioEncoding? {
    if case .speech = order { reply?.encoding } else { nil }
  }

  /// Runs to the end. Cancelling the task gives the transfer up.
  func run(announce: (UtteranceEvent) -> Void) async -> (End, Record) {
    var record = Record()
    let sources: [WireRequest]
    do {
      sources = try await self.sources(announce)
    } catch {
      return (.failed(error), record)
    }
    let attempt = await fetch(fromFirstOf: sources, &record, announce)
    record.timings = attempt.timings
    markConnection(attempt.timings)
    var end = End(attempt.end)
    if let error = arrival.withLock({ $0.decodingError }) { end = .failed(.decoding(error)) }
    if let error = arrival.withLock({ $0.formError }) { end = .failed(.file(error)) }
    var last = attempt.timings
    if case .cut(let error) = attempt.end {
      end = await recover(from: error, &record, &last, announce)
    }
    if case .complete = end {} else { arrival.withLock { $0.intake }?.abandon() }
    note(last, &record)
    audio?.wake()  // The end of the ring is news for the audio thread even when no byte came with it.
    return (end, record)
  }

  /// Makes what asks for audio, here and in recovery.
  func fetch(_ wire: WireRequest, _ policy: RetryPolicy, accept: @escaping ReplyObserver.Accept) -> AudioFetch {
    let id = id
    let key = service.key
    let log = configuration.log
    let format = arrival.withLock { $0.encoding?.speechFormat } ?? order.format
    return AudioFetch(
      wire: wire, policy: policy, service: service, limits: configuration.limits, http: http,
      observer: { wire in
        ReplyObserver(
          format: format, key: key, log: log.map { ExchangeLog($0, wire, id, redacting: key) }, accept: accept,
          arrived: { self.arrived($0, $1) })
      })
  }

  private func note(_ timings: HTTPTimings?, _ record: inout Record) {
    guard let intake = arrival.withLock({ $0.intake }) else { return }
    record.bytesReceived = intake.byteCount
    if let instant = timings?.lastBodyByte { progress.timeline.set(.lastByte, instant) }
  }

  /// Sets the marks of the connection once it is clear that no further attempt follows: they are the last one's.
  private func markConnection(_ timings: HTTPTimings?) {
    guard let timings else { return }
    let marks: [(TimelineMark, MonotonicInstant?)] = [
      (.dnsDone, timings.nameLookupDone), (.connected, timings.connected), (.tlsDone, timings.tlsDone),
      (.requestSent, timings.requestSent),
    ]
    for case (let mark, let instant?) in marks { progress.timeline.set(mark, instant) }
  }
}

// MARK: On the network thread

extension Transfer {
  /// Audio is announced, for the first time.
  func accept(_ reply: AudioReply, _ instant: MonotonicInstant) -> BodyDestination? {
    progress.timeline.set(.responseHeaders, instant)
    guard let intake = makeIntake(reply, { audio, source in audio.post(.attach(id, source)) }) else { return nil }
    arrival.withLock { $0.reply = reply }
    return .stream(to: intake)
  }

  /// Makes what takes the audio that `reply` announces, and gives the audio thread its part of it.
  func makeIntake(_ reply: AudioReply, _ give: (AudioThread, PlayoutSource) -> Void) -> AudioIntake? {
    do throws(FileOutputError) {
      try arrival.withLock { $0.writer }?.expect(reply.encoding)
    } catch {
      arrival.withLock { $0.formError = error }
      return nil
    }
    let rings: RingReceiver
    let marks = audio == nil ? nil : ArrivalMarks()
    if let audio, let marks {
      let ring = RingBuffer(capacity: Self.ringCapacity)
      do throws(DecodingError) {
        let source = PlayoutSource(
          ring: ring.consumer, marks: marks, decoder: try StreamDecoder(reply.encoding),
          prior: arrivals.prior(service.endpoint, reply.encoding),
          onLowWater: http.resumeHeldTransfers)
        give(audio, source)
      } catch {
        arrival.withLock { $0.decodingError = error }
        return nil
      }
      rings = RingReceiver(ring.producer, copy: arrival.withLock { $0.copy.take() })
    } else {
      guard let copy = arrival.withLock({ $0.copy.take() }) else { return nil }
      rings = RingReceiver(copy)
    }
    let intake = AudioIntake(rings, marks: marks)
    arrival.withLock { arrival in
      arrival.intake = intake
      arrival.encoding = reply.encoding
      arrival.decodingError = nil  // Another source may have been of no use before.
    }
    return intake
  }

  private func arrived(_ count: ByteCount, _ instant: MonotonicInstant) {
    guard count > .zero else { return }
    if let log = configuration.log, log.level >= .details, audio != nil { noteWaiting(log, instant) }
    if progress.timeline[.firstByte] == nil {
      progress.firstPieceBytes.store(count.rawValue, ordering: .relaxed)
      progress.timeline.set(.firstByte, instant)
      http.wake()  // Whoever follows the utterance hears of it.
    }
    audio?.noteArrival()
    arrival.withLock { $0.writer }?.wake()
  }
}

extension Transfer {
  private func noteWaiting(_ log: PlayerLog, _ instant: MonotonicInstant) {
    guard let taken = arrival.withLock({ $0.intake?.byteCount }) else { return }
    let waiting = taken.rawValue - progress.bytesDecoded.load(ordering: .relaxed)
    log.note("ring: \(max(0, waiting)) bytes wait for the decoder", at: instant, id)
  }
}

// MARK: The file

extension Transfer {
  /// Makes the file's writer and its ring, in place of those there were.
  func openFile() throws(FileOutputError) {
    guard let savePath else { return }
    let ring = RingBuffer(capacity: Self.ringCapacity)
    let writer = try FileWriter(path: savePath, form: fileForm, ring.consumer, onLowWater: http.resumeHeldTransfers)
    var producer: RingProducer? = ring.producer
    arrival.withLock { arrival in
      arrival.writer = writer
      arrival.copy = producer.take()
    }
  }

  /// Waits until the file holds all that came. Returns nil when nothing came, or nothing was to be saved.
  ///
  /// - Parameter end: how the transfer ended, which decides between two files.
  func finishSaving(_ end: End) async throws(FileOutputError) -> ByteCount? {
    await settleFile(end)
    let writer = arrival.withLock { arrival in
      arrival.copy = nil  // Not taken by any reply: dropping it ends the writer.
      return arrival.writer
    }
    guard let writer else { return nil }
    writer.wake()
    let count = try await writer.finished()
    return count == .zero ? nil : count
  }
}

extension Transfer.End {
  init(_ end: AudioFetch.End) {
    self =
      switch end {
      case .complete: .complete
      case .cut(let error): .cut(.network(error))
      case .failed(let error): .failed(error)
      }
  }
}

extension AudioEncoding {
  /// What a further reply without a type is taken for; nil leaves that to its first bytes.
  fileprivate var speechFormat: SpeechFormat? {
    switch self {
    case .mp3: .mp3
    case .pcm: .pcm
    case .wav, .flac, .aac, .ogg, .unknown: nil
    }
  }
}

extension HTTPClient {
  /// Lets a transfer that waits for room in a ring look again; costs an atomic load when none does.
  fileprivate var resumeHeldTransfers: @Sendable () -> Void {
    { if self.hasPausedTransfers { self.wake() } }
  }
}
