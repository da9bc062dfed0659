public import AudioTypes
import Synchronization

/// The sound of one player, for a host that fetches it into its own audio graph when its device asks for more.
///
///     let source = PullSource(format: graphFormat)
///     configuration.sound = .pull(source)
///     // in the callback of the device, on its own thread:
///     source.read(into: &samples)
///
/// What the player counts as heard is what was read. While nothing is read an utterance stands still, which it reports as
/// `SoundRecovery.Cause.deviceSuspended`, and it fails after `recoveryLimit`; to let it wait without end, pause the player.
public final class PullSource: Sendable {
  /// What is read: whatever is played is converted to it.
  public let format: AudioFormat
  /// How much is decoded ahead of reading at most. One read must not ask for more.
  public let bufferLength: Duration
  /// How long nothing may be read of what there is before what is to be played fails.
  public let recoveryLimit: Duration

  /// Which stream is to be read, which is, and which no longer is. It keeps the last two: the reading thread must not be the
  /// one that frees a stream.
  struct Desk {
    var current: PullStream?
    /// The one the reader has taken.
    var adopted: PullStream?
    /// The one the reader had before, until another is opened: the reader takes one at most of those opened.
    var former: PullStream?
  }

  /// Neither side waits for it: whoever does not get it tries again.
  let desk = Mutex(Desk())
  /// The number of the stream to be read; zero for none.
  private let number = Atomic(0)
  private let isAttached = Atomic(false)
  private let reader = Reader()

  /// Makes a source that one player can be given.
  ///
  /// - Parameters:
  ///   - format: of the host's graph.
  ///   - bufferLength: how much is decoded ahead: at least twice what one read asks for; 5 ms to 2 s, held at the nearer end.
  ///   - recoveryLimit: how long nothing may be read of what there is.
  public init(
    format: AudioFormat = .speech, bufferLength: Duration = .milliseconds(200), recoveryLimit: Duration = .seconds(5)
  ) {
    self.format = format
    self.bufferLength = min(max(bufferLength, .milliseconds(5)), .seconds(2))
    self.recoveryLimit = recoveryLimit
  }

  /// Fills `samples` with what is to be heard next, interleaved, and with silence where there is none, or no more.
  ///
  /// For one thread at a time, which may be a real-time one: it neither waits, locks nor allocates. Where the player has to be
  /// told that there is room it writes to an eventfd.
  ///
  /// - Parameter samples: whole frames of `format`.
  /// - Returns: how many frames are sound; the others, behind them, are silence.
  @discardableResult
  public func read(into samples: inout MutableSpan<Int16>) -> FrameCount {
    let count = stream?.read(into: &samples) ?? 0
    for index in count * format.channelCount..<samples.count { samples[index] = 0 }
    return FrameCount(count)
  }

  /// What the reading thread keeps to itself.
  private final class Reader: @unchecked Sendable {
    var stream: PullStream?
    var number = 0
  }

  /// The stream to be read. When it changes in this very moment, the former one.
  private var stream: PullStream? {
    let newest = number.load(ordering: .acquiring)
    guard newest != reader.number else { return reader.stream }
    desk.withLockIfAvailable { desk in
      (desk.former, desk.adopted) = (desk.adopted, desk.current)
      (reader.stream, reader.number) = (desk.current, number.load(ordering: .relaxed))
    }
    return reader.stream
  }

  // MARK: For the player

  /// Takes the source for one player; false when another has it.
  func attach() -> Bool { !isAttached.exchange(true, ordering: .acquiringAndReleasing) }

  /// The player is gone; another may take the source. Waits for a reader that is just changing streams.
  func detach() {
    desk.withLock { lay(nil, on: &$0) }
    isAttached.store(false, ordering: .releasing)
  }

  /// From now on `stream` is read. Audio thread.
  ///
  /// - Returns: false when the reader is just changing streams: then nothing has been done, and it is to be tried again.
  func open(_ stream: PullStream) -> Bool {
    desk.withLockIfAvailable { lay(stream, on: &$0) } != nil
  }

  private func lay(_ stream: PullStream?, on desk: inout Desk) {
    (desk.former, desk.current) = (nil, stream)
    number.add(1, ordering: .releasing)
  }
}
