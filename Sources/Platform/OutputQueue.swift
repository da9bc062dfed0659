import CLinux
import Glibc
import Synchronization

/// Text on its way to a standard stream, written by a thread of its own: a terminal that stands still, or a program that does
/// not read, holds up none of those who write. Any thread.
///
/// The thread is there from the first text on, and everything that is written to the stream then goes its way, in its order.
public final class OutputQueue: Sendable {
  /// Before standard output.
  public static let output = OutputQueue(.output)
  /// Before standard error.
  public static let error = OutputQueue(.error)

  private struct State {
    /// What the thread has not taken yet.
    var text = ""
    var isWriting = false
    var isStarted = false
    var flushes: [Int: CheckedContinuation<Void, Never>] = [:]
    var flushCount = 0

    var isIdle: Bool { text.isEmpty && !isWriting }
  }

  /// So many bytes wait at most of what may be dropped, or whose writer can wait.
  private static let capacity = 65_536

  private let stream: StandardStream
  private let waker: Int32
  private let state = Mutex(State())

  private init(_ stream: StandardStream) {
    self.stream = stream
    waker = eventfd(0, Int32(EFD_CLOEXEC))
  }

  deinit {
    close(waker)
  }

  /// Whether text waits that the stream has not taken yet.
  public var isBehind: Bool { state.withLock { !$0.isIdle } }

  /// Queues `text`, and waits while too much of it is under way: nothing is lost.
  public func write(_ text: String) async {
    add(text)
    if state.withLock({ $0.text.utf8.count }) > Self.capacity { await flush() }
  }

  /// Queues `text` unless too much of it is under way: then it is dropped.
  public func offer(_ text: String) {
    guard state.withLock({ $0.text.utf8.count }) <= Self.capacity else { return }
    add(text)
  }

  /// Waits until all has been written that was queued before.
  ///
  /// - Parameter limit: how long that may take; nil when it may take as long as it likes.
  public func flush(within limit: Duration? = nil) async {
    let number = state.withLock { state in
      state.flushCount += 1
      return state.flushCount
    }
    await withCheckedContinuation { flush in
      let isIdle = state.withLock { state in
        if !state.isIdle { state.flushes[number] = flush }
        return state.isIdle
      }
      if isIdle { flush.resume() } else if let limit { Task { await giveUp(number, after: limit) } }
    }
  }

  private func giveUp(_ number: Int, after limit: Duration) async {
    try? await Task.sleep(for: limit)
    state.withLock { $0.flushes.removeValue(forKey: number) }?.resume()
  }

  /// False when no queue of `stream` is in use: whoever writes may do so directly.
  static func take(_ text: String, for stream: StandardStream) -> Bool {
    let queue: OutputQueue
    switch stream {
    case .input: return false
    case .output: queue = output
    case .error: queue = error
    }
    guard queue.state.withLock(\.isStarted) else { return false }
    queue.add(text)
    return true
  }

  private func add(_ text: String) {
    guard start() else { return stream.put(text) }
    state.withLock { $0.text += text }
    _ = eventfd_write(waker, 1)
  }

  /// False when there can be no thread.
  private func start() -> Bool {
    state.withLock { state in
      if !state.isStarted, waker >= 0 { state.isStarted = (try? SystemThread(name: "gust-write", run)) != nil }
      return state.isStarted
    }
  }

  private func run() {
    while true {
      var number: eventfd_t = 0
      unsafe eventfd_read(waker, &number)
      while let text = next() { stream.put(text) }
    }
  }

  /// What is to be written next; when that is nothing, those who wait for it go on.
  private func next() -> String? {
    let (text, flushes) = state.withLock { state -> (String, [Int: CheckedContinuation<Void, Never>]) in
      let text = state.text
      state.text = ""
      state.isWriting = !text.isEmpty
      guard text.isEmpty else { return (text, [:]) }
      defer { state.flushes = [:] }
      return ("", state.flushes)
    }
    for flush in flushes.values { flush.resume() }
    return text.isEmpty ? nil : text
  }
}
