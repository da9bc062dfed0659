import CLinux
import Glibc
import Synchronization

/// What the thread that edits is to do, besides what its user types. Any thread.
final class EditorMailbox: Sendable {
  /// What is new since it was looked at last.
  struct News {
    var prompt: String?
    var messages: [String] = []
    var isInterrupted = false
    var isEnded = false
  }

  private struct State {
    var news = News()
    var hasNews = false
    /// Whether the process is to be stopped.
    var mustSuspend = false
    /// Whether the terminal may be set otherwise than we left it.
    var mustPrepare = false
    var isEnded = false
    var suspender: CheckedContinuation<Void, Never>?
  }

  /// Readable when there is something to look at.
  let waker: Int32
  private let state = Mutex(State())

  private static let capacity = 1000

  init() throws(LineEditorError) {
    waker = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
    guard waker >= 0 else { throw .system(errno: errno) }
  }

  deinit {
    close(waker)
  }

  // MARK: Any thread

  /// Messages beyond those that the terminal takes are dropped.
  func say(_ message: String) {
    tell { if $0.messages.count < Self.capacity { $0.messages.append(message) } }
  }

  func show(prompt: String) { tell { $0.prompt = prompt } }

  func interrupt() { tell { $0.isInterrupted = true } }

  func end() {
    let suspender = state.withLock { state in
      state.isEnded = true
      return state.suspender.take()
    }
    suspender?.resume()
    tell { $0.isEnded = true }
  }

  /// Returns when the process goes on.
  func suspend() async {
    await withCheckedContinuation { suspender in
      let mayWait = state.withLock { state in
        guard !state.isEnded, state.suspender == nil else { return false }
        (state.suspender, state.mustSuspend) = (suspender, true)
        return true
      }
      if mayWait { wake() } else { suspender.resume() }
    }
  }

  /// The process was made to go on: it needs not be stopped any more.
  func goOn() {
    state.withLock { state in
      state.mustPrepare = true
      if state.suspender != nil { state.mustSuspend = false }
    }
    wake()
  }

  // MARK: The thread that edits

  var hasNews: Bool { state.withLock(\.hasNews) }

  /// Whether there is news that does not wait for the rest of a key.
  var hasUrgentNews: Bool { state.withLock { $0.news.isInterrupted || $0.news.isEnded } }

  var isEnded: Bool { state.withLock(\.isEnded) }

  func takeNews() -> News {
    state.withLock { state in
      defer { (state.news, state.hasNews) = (News(), false) }
      return state.news
    }
  }

  /// Whether the process is to be stopped now, and whether the terminal is to be made ready again.
  func takeJobControl() -> (mustSuspend: Bool, mustPrepare: Bool) {
    state.withLock { state in
      defer { (state.mustSuspend, state.mustPrepare) = (false, false) }
      return (state.mustSuspend, state.mustPrepare)
    }
  }

  /// Lets `suspend` return.
  func noteGoingOn() {
    let suspender = state.withLock { $0.suspender.take() }
    suspender?.resume()
  }

  /// Waits for the waker, and for `descriptor` unless that is negative. Returns whether that can be read.
  func wait(for descriptor: Int32, milliseconds: Int32 = -1) -> Bool {
    var entries = [
      pollfd(fd: waker, events: Int16(POLLIN), revents: 0), pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
    ]
    guard unsafe poll(&entries, nfds_t(entries.count), milliseconds) > 0 else { return false }
    if entries[0].revents != 0 {
      var number: eventfd_t = 0
      unsafe eventfd_read(waker, &number)
    }
    return entries[1].revents != 0
  }

  private func tell(_ body: (inout News) -> Void) {
    state.withLock { state in
      body(&state.news)
      state.hasNews = true
    }
    wake()
  }

  private func wake() {
    _ = eventfd_write(waker, 1)
  }
}
