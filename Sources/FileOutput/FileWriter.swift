public import AudioTypes
import Dispatch
import Platform
public import RingBuffer
import Synchronization

/// Writes what comes through a ring to a file, on a thread of its own, so that a slow disk never holds up the network.
///
/// The file gets its name when the ring has ended, be it cleanly or cut short: it then holds exactly the bytes that came.
/// When none came, nothing is left behind and a file that was there before stays as it was.
public final class FileWriter: Sendable {
  private let arrivals = DispatchSemaphore(value: 0)
  /// A task of its own, so that a caller who is cancelled waits for the end all the same.
  private let result: Task<Result<ByteCount, FileOutputError>, Never>
  private let thread: SystemThread?
  private let isDiscarded: DiscardFlag
  /// Whether another writer can write the file from its start after `discard()`: nothing of an ordinary file can be seen
  /// before it is whole, but what went down a pipe is gone.
  public let canBeginAnew: Bool

  /// Opens the file and starts to wait for bytes.
  ///
  /// - Parameters:
  ///   - path: the file; `-` is standard output.
  ///   - consumer: where the bytes come from; its writer calls `wake()` after each write and at the end.
  ///   - onLowWater: called on the writer's thread when the ring has run down to a quarter, so that a writer that waits for
  ///     room can go on.
  /// - Throws: `FileOutputError` when the file cannot be opened.
  public init(
    path: String, _ consumer: consuming RingConsumer, onLowWater: @escaping @Sendable () -> Void = {}
  ) throws(FileOutputError) {
    let file = try OutputFile(path: path)
    canBeginAnew = file.isHidden
    let (results, continuation) = AsyncStream<Result<ByteCount, FileOutputError>>.makeStream()
    result = Task.detached {
      for await result in results { return result }
      return .success(.zero)
    }
    let isDiscarded = DiscardFlag()
    self.isDiscarded = isDiscarded
    let work = FileWork(file: file, consumer: consumer, isDiscarded: isDiscarded)
    do {
      thread = try SystemThread(name: "gust-file") { [arrivals] in
        continuation.yield(work.run(waiting: { arrivals.wait() }, onLowWater))
        continuation.finish()
      }
    } catch {
      throw FileOutputError(path: path, step: .open, errno: error.code)
    }
  }

  /// Says that bytes have come, or the end. Any thread; does not wait.
  public func wake() {
    arrivals.signal()
  }

  /// When the ring ends nothing is to be left behind, as if nothing had come. Any thread; call it before the ring's end.
  public func discard() {
    isDiscarded.value.store(true, ordering: .releasing)
  }

  /// Waits until the file is complete or has failed, even in a task that is cancelled. Returns the bytes it holds.
  public func finished() async throws(FileOutputError) -> ByteCount {
    try await result.value.get()
  }
}

/// Whether what was written is not to be kept.
private final class DiscardFlag: Sendable {
  let value = Atomic(false)
}

/// What the writer's thread owns: made by another, which never touches it again.
private final class FileWork: @unchecked Sendable {
  private var file: OutputFile?
  private var consumer: RingConsumer?
  private let isDiscarded: DiscardFlag

  init(file: consuming OutputFile, consumer: consuming RingConsumer, isDiscarded: DiscardFlag) {
    self.isDiscarded = isDiscarded
    self.file = consume file
    self.consumer = consume consumer
  }

  func run(waiting wait: () -> Void, _ onLowWater: () -> Void) -> Result<ByteCount, FileOutputError> {
    guard let file = file.take(), var consumer = consumer.take() else { return .success(.zero) }
    // Whatever becomes of the file, the ring's writer has to learn that there is room, or that nobody reads.
    defer { onLowWater() }
    var total = ByteCount.zero
    do {
      while consumer.endReached() == .open {
        let count = try consumer.read(atMost: consumer.capacity) { (bytes) throws(FileOutputError) in
          try file.write(bytes)
          return ByteCount(bytes.byteCount)
        }
        total = total + count
        if consumer.isAtLowWater { onLowWater() }
        if count == .zero { wait() }
      }
    } catch {
      file.discard()
      return .failure(error)
    }
    guard total > .zero, !isDiscarded.value.load(ordering: .acquiring) else {
      file.discard()
      return .success(.zero)
    }
    do {
      try file.commit()
      return .success(total)
    } catch {
      return .failure(error)
    }
  }
}
