import AudioTypes
import FileOutput
import HTTPStreaming
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
  private let nextID = Atomic<Int>(0)

  /// Starts both threads. The connection to the sound server is made meanwhile; `prepare()` waits for it.
  public init(_ configuration: PlayerConfiguration) throws(PlaybackError) {
    self.configuration = configuration
    let folder = configuration.startPolicy == .adaptive ? configuration.stateFolder : nil
    arrivals = ArrivalStore(folder: folder)
    // The network first: the audio thread loads libpulse, and until it has, the loader's lock lets no thread start.
    do {
      http = try HTTPClient(
        configuration: configuration.network, onWake: { [relay] in relay.relay() }, onEnd: { [relay] in relay.close() })
    } catch {
      throw .network(error)
    }
    switch configuration.sound {
    case .pulse(let pulse):
      audio = try AudioThread(
        pulse, volume: configuration.volume, idleLimit: configuration.idleLimit, announce: { [http] in http.wake() })
    case .none:
      audio = nil
    }
  }

  deinit { shutDown() }

  /// Speaks a text once those before it have been spoken. Returns at once.
  ///
  /// Any number may queue: the one that plays and the one to follow it are fetched, and the others wait their turn.
  ///
  /// - Parameters:
  ///   - request: what to speak.
  ///   - savePath: a file that gets the bytes of audio as they come; `-` is standard output.
  public func speak(_ request: SpeechRequest, savingTo savePath: String? = nil) -> Utterance {
    deliver(.speech(request), savingTo: savePath)
  }

  /// Plays audio that the service keeps, once those before it have been played, while it is fetched. Returns at once.
  ///
  /// Nothing is generated or billed. Audio that is still in the making is waited for, within
  /// `PlayerConfiguration.downloadPolicy`.
  ///
  /// - Parameters:
  ///   - location: what to play.
  ///   - savePath: a file that gets the bytes of audio as they come; `-` is standard output.
  public func play(_ location: AudioLocation, savingTo savePath: String? = nil) -> Utterance {
    deliver(.stored(location), savingTo: savePath)
  }

  private func deliver(_ order: AudioOrder, savingTo savePath: String?) -> Utterance {
    let id = UtteranceID(rawValue: nextID.add(1, ordering: .relaxed).newValue)
    let progress = UtteranceProgress()
    progress.timeline.set(.command, .now)
    gate.register(id)
    audio?.post(.enqueue(Playout(id: id, progress: progress, policy: configuration.startPolicy)))
    let (configuration, http, audio, arrivals) = (configuration, http, audio, arrivals)
    let hold = RequestHold(isReleased: audio?.status.isReady.load(ordering: .acquiring) ?? true)
    let delivery = Delivery(
      id: id, progress: progress, player: self,
      makeTransfer: { () throws(PlaybackError) in
        try Transfer(
          id: id, order: order, savePath: savePath, configuration: configuration, progress: progress,
          arrivals: arrivals, http: http, audio: audio, hold: hold)
      },
      hold: hold, savePath: savePath)
    return Utterance(delivery)
  }

  /// Lets the sound stand still where it is. The network goes on until its ring is full.
  public func pause() {
    audio?.post(.pause)
  }

  /// Goes on where the sound stood still.
  public func resume() {
    audio?.post(.resume)
  }

  /// Sets the loudness of all that is written from now on, as a factor, 0…4.
  public func setVolume(_ volume: Double) {
    audio?.post(.setVolume(volume))
  }

  /// Ends both threads. What sounds is cut off, what runs ends as stopped or failed. Idempotent.
  public func shutDown() {
    audio?.shutDown()
    http.shutdown()
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
