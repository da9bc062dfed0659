import Glibc
import Synchronization

/// Reads a file, a pipe or a terminal while it is being written, on a thread of its own: whoever waits for its bytes blocks
/// no other thread. Nothing is read ahead of what is asked for but one chunk.
///
/// It ends with the input. Its thread ends then, or, when nobody reads on, with the program. For one reader.
public final class InputReader: AsyncSequence, Sendable {
  /// Bytes that came together: at least one.
  public typealias Element = [UInt8]
  /// Why reading ended before the input did.
  public typealias Failure = InputFileError

  private struct State {
    var chunk: Result<[UInt8]?, InputFileError>?
    var isOver = false
    var waiting: CheckedContinuation<Void, Never>?
  }

  private static let chunkSize = 4096
  private let state = Mutex(State())
  /// Posted for each chunk that may be read.
  private let demands: Semaphore

  /// Opens nothing yet: that, too, may wait, for the other end of a pipe.
  ///
  /// - Parameters:
  ///   - path: a file; `-` is standard input.
  ///   - offset: how many bytes of an ordinary file are left out.
  public init(_ path: String, from offset: Int = 0) {
    demands = Semaphore()
    do throws(SystemThreadError) {
      _ = try SystemThread(name: "gust-input") { [self] in run(path, offset) }
    } catch {
      state.withLock { $0.chunk = .failure(.unreadable(errno: error.code)) }
    }
  }

  /// Makes the one iterator.
  public func makeAsyncIterator() -> Iterator { Iterator(reader: self) }

  /// Takes the chunks one by one.
  public struct Iterator: AsyncIteratorProtocol, Sendable {
    let reader: InputReader

    /// Waits for the next chunk, also beyond the task's cancellation if none comes; nil behind the end of the input.
    public mutating func next() async throws(InputFileError) -> [UInt8]? { try await reader.next() }

    /// The same; it never runs on an actor.
    public mutating func next(isolation actor: isolated (any Actor)?) async throws(InputFileError) -> [UInt8]? {
      try await reader.next()
    }
  }

  private func next() async throws(InputFileError) -> [UInt8]? {
    guard !state.withLock(\.isOver) else { return nil }
    demands.post()
    await withCheckedContinuation { continuation in
      let isThere = state.withLock { state in
        if state.chunk == nil { state.waiting = continuation }
        return state.chunk != nil
      }
      if isThere { continuation.resume() }
    }
    let chunk = state.withLock { state in
      let chunk = state.chunk.take()
      if case .success(_?) = chunk {} else { state.isOver = true }
      return chunk
    }
    return try chunk?.get()
  }

  /// On the thread of its own.
  private func run(_ path: String, _ offset: Int) {
    demands.wait()
    let descriptor = path == "-" ? dup(STDIN_FILENO) : unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return deliver(.failure(.unreadable(errno: errno))) }
    defer { close(descriptor) }
    if offset > 0 { lseek(descriptor, offset, SEEK_SET) }
    var buffer = [UInt8](repeating: 0, count: Self.chunkSize)
    while true {
      let chunk = Self.read(descriptor, &buffer)
      deliver(chunk)
      guard case .success(_?) = chunk else { return }
      demands.wait()
    }
  }

  private func deliver(_ chunk: Result<[UInt8]?, InputFileError>) {
    let waiting = state.withLock { state in
      state.chunk = chunk
      return state.waiting.take()
    }
    waiting?.resume()
  }

  private static func read(_ descriptor: Int32, _ buffer: inout [UInt8]) -> Result<[UInt8]?, InputFileError> {
    while true {
      let count = unsafe Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      if count < 0, errno == EAGAIN {
        waitForBytes(descriptor)
        continue
      }
      guard count >= 0 else { return .failure(.unreadable(errno: errno)) }
      return .success(count == 0 ? nil : Array(buffer.prefix(count)))
    }
  }
}

/// A counting semaphore (`sem_overview(7)`) of this process.
@safe final class Semaphore: @unchecked Sendable {
  // Its address must not change while somebody waits.
  private let handle: UnsafeMutablePointer<sem_t>

  init() {
    unsafe handle = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)
    unsafe sem_init(handle, 0, 0)
  }

  deinit {
    unsafe sem_destroy(handle)
    unsafe handle.deallocate()
  }

  func post() { unsafe sem_post(handle) }

  func wait() {
    while unsafe sem_wait(handle) != 0 && errno == EINTR {}
  }
}
