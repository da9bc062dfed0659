import AudioTypes
public import FileOutput
import HTTPStreaming
import Platform
import Prebuffering
import PulseOutput
public import SpeechAPI
import Synchronization

/// Speaks texts, one behind the other, over one warm connection into one open stream of sound.
///
/// It owns two threads: one for the network, one for the sound. All its methods can be called from any thread.
///
///     let player = try Player(PlayerConfiguration(service: SpeechService(key: key)))
///     try await player.prepare()
///     let report = await player.speak(SpeechRequest(text: "Hello", voiceID: voice)).report
public final class Player: Sendable {
  let configuration: PlayerConfiguration
  let http: HTTPClient
  let audio: AudioThread?
  let relay = EventRelay()
  let warmUp = WarmUp()
  let gate = FetchGate()
  let arrivals: ArrivalStore
  /// The number of the latest utterance. Held while one takes its place.
  private let lastID = Mutex(0)
  let isShuttingDown = Atomic(false)

  /// Starts its threads. The connection to the sound server is made meanwhile; `prepare()` waits for it.
  ///
  /// - Throws: `.network` or `.system` when there is no memory, thread or descriptor for it, `.pullSourceInUse`.
  public init(_ configuration: PlayerConfiguration) throws(PlaybackError) {
    self.configuration = configuration
    do {
      try TaskRuntime.start()
    } catch {
      throw .system(errno: error.code)
    }
    let folder = configuration.startPolicy == .adaptive ? configuration.stateFolder : nil
    arrivals = ArrivalStore(folder: folder)
    // The network first: the audio thread may load libpulse, and until it has, the loader's lock lets no thread start.
    do {
      http = try HTTPClient(
        configuration: configuration.network, onWake: { [relay] in relay.relay() }, onEnd: { [relay] in relay.close() })
    } catch {
      throw .network(error)
    }
    audio = try AudioThread.make(configuration) { [http] in http.wake() }
  }

  deinit { shutDown() }

  /// Has `notify` called, once, when the player is shut down, or at once if it was: on any thread.
  ///
  /// - Parameter isOver: whether nobody needs to be told any more.
  package func onEnd(unless isOver: @escaping @Sendable () -> Bool, _ notify: @escaping @Sendable () -> Void) {
    relay.watch { isLast in
      if isLast { notify() }
      return isLast || isOver()
    }
  }

  /// Speaks a text once those before it have been spoken. Returns at once.
  ///
  /// Any number may queue: the one that plays and the one to follow it are fetched, and the others wait their turn.
  ///
  /// - Parameters:
  ///   - request: what to speak.
  ///   - pause: silence between it and the one before, to the sample where it is there in time; at most a minute.
  ///   - savePath: a file that gets the audio as it comes.
  ///   - form: how the file holds it. A WAVE file is made of PCM: ask for that.
  public func speak(
    _ request: SpeechRequest, after pause: Duration = .zero, savingTo savePath: String? = nil,
    as form: FileForm = .asReceived
  ) -> Utterance {
    deliver(.speech(request), after: pause, savingTo: savePath, as: form)
  }

  /// Plays audio that the service keeps, once those before it have been played, while it is fetched. Returns at once.
  ///
  /// Nothing is generated or billed. Audio that is still in the making is waited for, within
  /// `PlayerConfiguration.downloadPolicy`.
  ///
  /// - Parameters:
  ///   - location: what to play.
  ///   - savePath: a file that gets the bytes of audio as they come.
  public func play(_ location: AudioLocation, savingTo savePath: String? = nil) -> Utterance {
    deliver(.stored(location), after: .zero, savingTo: savePath)
  }

  private func deliver(
    _ order: AudioOrder, after pause: Duration, savingTo savePath: String?, as form: FileForm = .asReceived
  ) -> Utterance {
    let (id, progress) = enqueue(after: pause)
    let (configuration, http, audio, arrivals) = (configuration, http, audio, arrivals)
    let savePath = savePath.map { configuration.savesToStandardOutput ? $0 : fileName($0) }
    let hold = RequestHold(isReleased: audio?.status.isReady.load(ordering: .acquiring) ?? true)
    var delivery = Delivery(
      id: id, progress: progress, player: self,
      makeTransfer: { () throws(PlaybackError) in
        return try Transfer(
          id: id, order: order, savePath: savePath, fileForm: form, configuration: configuration,
          service: try configuration.authorizedService(),
          progress: progress,
          arrivals: arrivals, http: http, audio: audio, hold: hold)
      },
      hold: hold, savePath: savePath, mayBlock: savePath != nil || configuration.service?.asksHostForKey == true)
    if case .speech(let request) = order { delivery.text = request.text }
    return Utterance(delivery)
  }

  /// Gives another utterance its place behind those before it.
  func enqueue(after pause: Duration = .zero) -> (UtteranceID, UtteranceProgress) {
    let progress = UtteranceProgress()
    progress.timeline.set(.command, .now)
    // In the order in which they are played they must be fetched: what plays later would else be waited for by what plays
    // earlier.
    let id = lastID.withLock { last in
      last += 1
      let id = UtteranceID(rawValue: last)
      gate.register(id)
      audio?.post(
        .enqueue(Playout(id: id, progress: progress, policy: configuration.startPolicy, pauseBefore: pause)))
      return id
    }
    return (id, progress)
  }

  /// Lets the sound stand still where it is. The network goes on until its ring is full.
  public func pause() {
    audio?.pause(for: ObjectIdentifier(self))
  }

  /// Lets the sound stand still, and returns when the sound server has seen to it: nothing is heard from then on, even if this
  /// process is stopped.
  ///
  /// - Parameter limit: how long that may take; a server that does not answer is not waited for any longer.
  public func pause(within limit: Duration) async {
    pause()
    let deadline = ContinuousClock.now + limit
    while let audio, !audio.status.isStandingStill.load(ordering: .acquiring), ContinuousClock.now < deadline {
      try? await Alarm.sleep(for: .milliseconds(2))
    }
  }

  /// Goes on where the sound stood still, whoever let it: this player, or an utterance of it.
  public func resume() {
    audio?.resume()
  }

  /// When the sound stood still; nil where there is none.
  package var pauses: PauseLog? { audio?.pauses }

  /// Sets the loudness of all that is written from now on, as a factor, 0…4.
  public func setVolume(_ volume: Double) {
    audio?.post(.setVolume(volume))
  }

  /// Ends both threads, and returns when they have ended. What sounds is cut off, what runs ends as stopped or failed.
  /// Idempotent.
  public func shutDown() {
    isShuttingDown.store(true, ordering: .releasing)
    audio?.shutDown()
    http.shutdown()
  }

  /// Does what `shutDown` does, and tells whether the file is there that the sound was to be in. Every call tells the same.
  ///
  /// - Throws: `.file` when it is not, or not all of it, though the utterances may have been reported as finished: the disk
  ///   is full, its folder is gone. Nothing where the sound goes elsewhere.
  public func close() throws(PlaybackError) {
    shutDown()
    if let error = audio?.status.failure.load()?.error, case .file = error { throw error }
  }
}

extension EventRelay {
  /// Waits until `look` has an answer. It is asked at once, and again whenever the audio thread has news.
  ///
  /// - Parameter last: the answer when it has none and there will be no more news.
  func wait<Answer: Sendable>(
    waking http: HTTPClient, whenClosed last: Answer, _ look: @escaping @Sendable () -> Answer?
  ) async -> Answer {
    if let answer = look() { return answer }
    return await withCheckedContinuation { continuation in
      watch { isLast in
        guard let answer = look() ?? (isLast ? last : nil) else { return false }
        continuation.resume(returning: answer)
        return true
      }
      http.wake()
    }
  }
}
