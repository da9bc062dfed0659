import AudioTypes
import Platform
import PulseOutput
import Synchronization

/// The thread that runs the sound server's mainloop and with it the engine: the only one to touch decoder, stream and sink.
///
/// It sleeps in the mainloop, and is woken by the server, by `post`, by `wake`, or by a deadline of the engine.
final class AudioThread: Sendable {
  let status = SinkStatus()

  private let mailbox = Mailbox<AudioCommand>()
  private let waker: PulseWaker
  private let thread = Mutex<SystemThread?>(nil)

  /// Starts the thread, which connects.
  ///
  /// - Parameter announce: called on the audio thread when something that others wait for has changed; must neither lock
  ///   nor wait.
  init(
    _ configuration: PulseConfiguration, volume: Double, idleLimit: Duration, announce: @escaping @Sendable () -> Void
  ) throws(PlaybackError) {
    let waker: PulseWaker
    do {
      waker = try PulseWaker()
    } catch {
      throw .output(error)
    }
    self.waker = waker
    do throws(SystemThreadError) {
      let started = try SystemThread(name: "gust-audio", urgency: .sound) { [mailbox, status] in
        do throws(PulseError) {
          let output = try PulseOutput(configuration, waker: waker)
          let engine = PlaybackEngine(volume: volume, bufferLength: configuration.bufferLength, idleLimit: idleLimit)
          var loop = AudioLoop(sink: PulseSink(output), engine: engine)
          loop.run(mailbox, status, announce)
        } catch {
          _ = status.failure.storeIfNil(SinkFailure(.output(error)))
          announce()
        }
        mailbox.close()
      }
      thread.withLock { $0 = started }
    } catch {
      throw .system(errno: error.code)
    }
  }

  /// Leaves a command and wakes the thread.
  func post(_ command: AudioCommand) {
    mailbox.post(command)
    waker.wake()
  }

  /// Makes the thread look at the rings: bytes have come. Neither locks nor allocates.
  func wake() {
    waker.wake()
  }

  /// Ends the thread: what sounds is cut off. Stop with a fade before, to be kind to the ear.
  func shutDown() {
    post(.shutDown)
    thread.withLock { $0.take() }?.join()
  }
}

/// What others may know of the sink. The audio thread writes it, without a lock.
final class SinkStatus: Sendable {
  /// Set once the first stream stands.
  let isReady = Atomic(false)
  /// Set once the sink has failed for good: no utterance can be played any more.
  let failure = AtomicLazyReference<SinkFailure>()
}

/// The sink cannot be used any more.
final class SinkFailure: Sendable {
  let error: PlaybackError

  init(_ error: PlaybackError) {
    self.error = error
  }
}

/// What the audio thread owns, from its first to its last moment.
private struct AudioLoop: ~Copyable {
  private var sink: PulseSink
  private var engine: PlaybackEngine

  init(sink: consuming PulseSink, engine: PlaybackEngine) {
    self.sink = sink
    self.engine = engine
  }

  mutating func run(_ mailbox: Mailbox<AudioCommand>, _ status: SinkStatus, _ announce: () -> Void) {
    while !engine.isShutDown {
      sink.iterate(until: engine.deadline(sink, now: .now))
      let now = MonotonicInstant.now
      for command in mailbox.takeAll() { engine.perform(command, on: &sink, now: now) }
      engine.step(&sink, now: now)
      note(status)
      if engine.hasNews {
        engine.hasNews = false
        announce()
      }
    }
  }

  private mutating func note(_ status: SinkStatus) {
    switch sink.state {
    case .ready where !status.isReady.load(ordering: .relaxed):
      status.isReady.store(true, ordering: .releasing)
    case .failed(let error) where status.failure.load() == nil:
      _ = status.failure.storeIfNil(SinkFailure(error))
    case .connecting, .ready, .failed:
      return
    }
    engine.hasNews = true
  }
}
