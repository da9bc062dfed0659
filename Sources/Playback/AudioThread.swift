import AudioTypes
import Platform
import Synchronization

/// The thread that waits on the sink and runs the engine: the only one to touch decoder, stream and sink.
///
/// It sleeps in the sink, and is woken by what the sink plays to, by `post`, by `wake`, by `noteArrival`, or by a deadline of
/// the engine.
final class AudioThread: Sendable {
  let status = SinkStatus()
  let remains: PlayoutRemains
  let pauses = PauseLog()
  /// Who wants the sound to stand still.
  private let holders = Mutex<Set<ObjectIdentifier>>([])

  private let mailbox = Mailbox<AudioCommand>()
  private let waker: ThreadWaker
  /// Arriving bytes need not wake the thread: a wake is on its way, or it waits for something else.
  private let isWoken = WakeFlag()
  private let thread = Mutex<SystemThread?>(nil)

  /// Starts the thread, which makes the sink.
  ///
  /// - Parameters:
  ///   - engine: what it runs.
  ///   - announce: called on the audio thread when something that others wait for has changed; must neither lock
  ///     nor wait.
  ///   - makeSink: called once, on the audio thread; what it is given ends the sink's wait.
  init<Sink: WaitingSink & ~Copyable>(
    _ engine: sending PlaybackEngine, announce: @escaping @Sendable () -> Void,
    _ makeSink: @escaping @Sendable (ThreadWaker) throws(PlaybackError) -> Sink
  ) throws(PlaybackError) {
    do throws(ThreadWakerError) {
      waker = try ThreadWaker()
    } catch {
      throw .system(errno: error.code)
    }
    remains = engine.remains
    let engine = EngineHandover(engine)
    do throws(SystemThreadError) {
      let started = try SystemThread(name: "gust-audio", urgency: .sound) { [mailbox, status, isWoken, waker] in
        do throws(PlaybackError) {
          var loop = AudioLoop(sink: try makeSink(waker), engine: engine.engine)
          loop.run(mailbox, isWoken, status, announce)
          mailbox.close()
        } catch {
          _ = status.failure.storeIfNil(SinkFailure(error))
          mailbox.close()
          // Whoever looks now finds nobody to read its ring.
          announce()
        }
      }
      thread.withLock { $0 = started }
    } catch {
      throw .system(errno: error.code)
    }
  }

  /// Whether an utterance will be played no further: it is over, or there is nothing to play it on.
  func playsNoMore(of progress: UtteranceProgress) -> Bool {
    progress.end.load() != nil || status.failure.load() != nil
  }

  /// Leaves a command and wakes the thread.
  func post(_ command: AudioCommand) {
    // The thread itself is not to allocate while it plays.
    if case .attachContinuation(_, let source) = command { source.prepareToContinue() }
    mailbox.post(command)
    waker.wake()
  }

  /// Lets the sound stand still until `holder`, and whoever else wants that, is done with it.
  func pause(for holder: ObjectIdentifier) {
    holders.withLock { holders in
      guard holders.insert(holder).inserted, holders.count == 1 else { return }
      pauses.notePause(.now) { post(.pause) }
    }
  }

  /// `holder` is done with it.
  func resume(for holder: ObjectIdentifier) {
    holders.withLock { holders in
      guard holders.remove(holder) != nil, holders.isEmpty else { return }
      pauses.noteResume(.now) { post(.resume) }
    }
  }

  /// Lets it go on, whoever wanted it to stand still.
  func resume() {
    holders.withLock { holders in
      guard !holders.isEmpty else { return }
      holders.removeAll()
      pauses.noteResume(.now) { post(.resume) }
    }
  }

  /// Bytes have come: makes the thread look at the rings, if it waits for some. Neither locks nor allocates.
  func noteArrival() {
    if isWoken.raise() { waker.wake() }
  }

  /// Makes the thread look at the rings, whatever it waits for: no more bytes will come. Neither locks nor allocates.
  func wake() {
    waker.wake()
  }

  /// Ends the thread, and returns when it has ended: what sounds is cut off. Stop with a fade before, to be kind to the ear.
  func shutDown() {
    post(.shutDown)
    thread.withLock(\.self)?.join()
  }
}

/// What others may know of the sink. The audio thread writes it, without a lock.
final class SinkStatus: Sendable {
  /// Whether a stream stands, and nothing is wrong with it.
  let isReady = Atomic(false)
  /// The sink that the stream was opened on, the last time that one stood.
  let deviceName = Mutex<String?>(nil)
  /// Whether playback is paused, and the server has let the stream stand still.
  let isStandingStill = Atomic(false)
  let setbacks = Setbacks()
  /// Set once the first stream could not be opened, or a file not be written: no utterance can be played, now or later.
  let failure = AtomicLazyReference<SinkFailure>()
}

/// A sink that had stood failed, and was given up: until there is something to play again.
final class Setbacks: Sendable {
  private let latest = Mutex<(count: Int, error: PlaybackError)?>(nil)

  /// On the audio thread, when there is nothing left to play: it may wait for a reader here.
  func note(_ error: PlaybackError) {
    latest.withLock { $0 = (($0?.count ?? 0) + 1, error) }
  }

  var count: Int { latest.withLock { $0?.count ?? 0 } }

  /// The latest, if there were more than `count`.
  func error(after count: Int) -> PlaybackError? {
    latest.withLock { latest in latest.flatMap { $0.count > count ? $0.error : nil } }
  }
}

/// The sink cannot be used any more.
final class SinkFailure: Sendable {
  let error: PlaybackError

  init(_ error: PlaybackError) {
    self.error = error
  }
}

/// Whether bytes need not wake the audio thread, because it was woken and has not looked since, or because it does not wait
/// for any. They may come one by one, and a wake is a system call.
private final class WakeFlag: Sendable {
  private let isRaised = Atomic(false)

  /// Returns whether it was not raised before.
  func raise() -> Bool { !isRaised.exchange(true, ordering: .sequentiallyConsistent) }

  /// On the audio thread, before it looks.
  func lower() { _ = isRaised.exchange(false, ordering: .sequentiallyConsistent) }
}

/// Carries an engine to the thread that runs it: whoever made it must not touch it again.
private final class EngineHandover: @unchecked Sendable {
  let engine: PlaybackEngine

  init(_ engine: sending PlaybackEngine) {
    self.engine = engine
  }
}

/// What the audio thread owns, from its first to its last moment.
private struct AudioLoop<Sink: WaitingSink & ~Copyable>: ~Copyable {
  private var sink: Sink
  private var engine: PlaybackEngine
  /// A stream was opened, and its device has not been told yet.
  private var mustNameDevice = false

  init(sink: consuming Sink, engine: PlaybackEngine) {
    self.sink = sink
    self.engine = engine
  }

  mutating func run(
    _ mailbox: Mailbox<AudioCommand>, _ isWoken: WakeFlag, _ status: SinkStatus, _ announce: () -> Void
  ) {
    while !engine.isShutDown {
      sink.iterate(until: engine.deadline(sink, now: .now))
      isWoken.lower()
      let now = MonotonicInstant.now
      for command in mailbox.takeAll() { engine.perform(command, on: &sink, now: now) }
      engine.step(&sink, now: now)
      note(status)
      if engine.hasNews {
        engine.hasNews = false
        announce()
      }
      // Bytes that come from here on wait for what ends the sink's wait anyway.
      if !engine.awaitsBytes(sink) { _ = isWoken.raise() }
    }
    close(status)
  }

  private mutating func close(_ status: SinkStatus) {
    do throws(PlaybackError) {
      try sink.close()
    } catch {
      _ = status.failure.storeIfNil(SinkFailure(error))
    }
  }

  /// Does not wait for whoever reads the name just now: then the next note tells it.
  private mutating func nameDevice(_ status: SinkStatus) {
    guard status.deviceName.withLockIfAvailable({ $0 = sink.deviceName }) != nil else { return }
    mustNameDevice = false
    engine.hasNews = true
  }

  private mutating func note(_ status: SinkStatus) {
    status.isStandingStill.store(engine.isPaused && !sink.awaitsCork, ordering: .releasing)
    if status.isReady.exchange(engine.isSoundCertain, ordering: .acquiringAndReleasing) != engine.isSoundCertain {
      engine.hasNews = true
      mustNameDevice = engine.isSoundCertain
    }
    if mustNameDevice { nameDevice(status) }
    if let setback = engine.setback.take() { status.setbacks.note(setback) }
    if case .failed(let error) = sink.state, !engine.hasStood || error.isLasting, status.failure.load() == nil {
      _ = status.failure.storeIfNil(SinkFailure(error))
      engine.hasNews = true
    }
  }
}
