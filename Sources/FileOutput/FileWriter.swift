package import AudioTypes
import Dispatch
import Glibc
import Platform
package import RingBuffer
import Synchronization

/// Writes what comes through a ring to a file, on a thread of its own, so that a slow disk never holds up the network.
///
/// The file gets its name when the ring has ended, be it cleanly or cut short: it then holds exactly the bytes that came.
/// When none came, nothing is left behind and a file that was there before stays as it was.
package final class FileWriter: Sendable {
  private let arrivals = DispatchSemaphore(value: 0)
  /// A task of its own, so that a caller who is cancelled waits for the end all the same.
  private let result: Task<Result<ByteCount, FileOutputError>, Never>
  private let thread: SystemThread?
  private let isDiscarded: DiscardFlag
  private let form: FileForm
  private let header = Header()
  /// Whether another writer can write the file from its start after `discard()`: nothing of an ordinary file can be seen
  /// before it is whole, but what went down a pipe is gone.
  package let canBeginAnew: Bool
  private let path: String

  /// Opens the file and starts to wait for bytes.
  ///
  /// - Parameters:
  ///   - path: the file; `-` is standard output.
  ///   - form: how the file holds the audio.
  ///   - consumer: where the bytes come from; its writer calls `wake()` after each write and at the end.
  ///   - onLowWater: called on the writer's thread when the ring has run down to a quarter, so that a writer that waits for
  ///     room can go on, and at the end, when the ring has lost its reader.
  /// - Throws: `FileOutputError` when the file cannot be opened.
  package init(
    path: String, form: FileForm = .asReceived, _ consumer: consuming RingConsumer,
    onLowWater: @escaping @Sendable () -> Void = {}
  ) throws(FileOutputError) {
    let file = try OutputFile(path: path)
    canBeginAnew = file.isHidden
    self.path = path
    let (results, continuation) = AsyncStream<Result<ByteCount, FileOutputError>>.makeStream()
    result = Task.detached {
      for await result in results { return result }
      return .success(.zero)
    }
    let isDiscarded = DiscardFlag()
    self.isDiscarded = isDiscarded
    self.form = form
    let work = FileWork(file: file, header: header, consumer: consumer, isDiscarded: isDiscarded)
    do {
      thread = try SystemThread(name: "gust-file") { [arrivals] in
        continuation.yield(work.run(waiting: { arrivals.wait() }, onLowWater))
        continuation.finish()
      }
    } catch {
      throw FileOutputError(path: path, step: .open, errno: error.code)
    }
  }

  /// Says how the bytes that are about to come are encoded. Any thread; call it before the first of them.
  ///
  /// - Throws: `FileOutputError` when the file cannot be made of that.
  package func expect(_ encoding: AudioEncoding) throws(FileOutputError) {
    switch (form, encoding) {
    case (.asReceived, _), (.wav, .wav): break
    case (.wav, .pcm(let format)): header.value.withLock { $0 = WaveHeader(format) }
    case (.wav, _): throw FileOutputError(path: path, step: .form, errno: ENOTSUP)
    }
  }

  /// Says that bytes have come, or the end. Any thread; does not wait.
  package func wake() {
    arrivals.signal()
  }

  /// When the ring ends nothing is to be left behind, as if nothing had come. Any thread; call it before the ring's end.
  package func discard() {
    isDiscarded.value.store(true, ordering: .releasing)
  }

  /// Waits until the file is complete or has failed, even in a task that is cancelled. Returns the bytes it holds.
  package func finished() async throws(FileOutputError) -> ByteCount {
    try await result.value.get()
  }
}

/// What the file begins with; nil for the audio itself.
private final class Header: Sendable {
  let value = Mutex(WaveHeader?.none)
}

/// Whether what was written is not to be kept.
private final class DiscardFlag: Sendable {
  let value = Atomic(false)
}

/// What the writer's thread owns: made by another, which never touches it again.
private final class FileWork: @unchecked Sendable {
  private var file: OutputFile?
  private var consumer: RingConsumer?
  private let header: Header
  private let isDiscarded: DiscardFlag

  init(
    file: consuming OutputFile, header: Header, consumer: consuming RingConsumer, isDiscarded: DiscardFlag
  ) {
    self.header = header
    self.isDiscarded = isDiscarded
    self.file = consume file
    self.consumer = consume consumer
  }

  func run(waiting wait: () -> Void, _ onLowWater: () -> Void) -> Result<ByteCount, FileOutputError> {
    guard let plain = file.take(), var consumer = consumer.take() else { return .success(.zero) }
    let result = save(&consumer, in: plain, waiting: wait, onLowWater)
    // Whatever has become of the file, a writer that waits for room has to learn that nobody reads. It looks once when
    // it is told, so the ring must say so by then.
    consumer.close()
    onLowWater()
    return result
  }

  private func save(
    _ consumer: inout RingConsumer, in plain: consuming OutputFile, waiting wait: () -> Void, _ onLowWater: () -> Void
  ) -> Result<ByteCount, FileOutputError> {
    var file = FormedFile(plain) { [header] in header.value.withLock { $0 } }
    do {
      while consumer.endReached() == .open {
        let count = try consumer.read(atMost: consumer.capacity) { (bytes) throws(FileOutputError) in
          try file.write(bytes)
          return ByteCount(bytes.byteCount)
        }
        if consumer.isAtLowWater { onLowWater() }
        if count == .zero { wait() }
      }
    } catch {
      file.discard()
      return .failure(error)
    }
    guard file.byteCount > .zero, !isDiscarded.value.load(ordering: .acquiring) else {
      file.discard()
      return .success(.zero)
    }
    do {
      return .success(try file.commit())
    } catch {
      return .failure(error)
    }
  }
}
