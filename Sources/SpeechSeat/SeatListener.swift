import CLinux
import Glibc
import Platform
import Synchronization

/// The door at which others ask a speaker to be silent: a socket in the seat's folder, with a name of its own.
///
/// Whoever asked sees its connection end when the speaker is silent, or gone.
final class SeatListener: Sendable {
  static let prefix = "speaker-"
  /// So many may ask, and wait for our end, at a time.
  private static let limit = 16
  /// So long may pass between the two steps of a call, on a machine that is busy: a caller that is dropped is not obeyed.
  private static let callLimit = Duration.seconds(2)

  private struct State: ~Copyable {
    var door: LocalSocket?
    var thread: SystemThread?
  }

  private let folder: SeatFolder
  private let name: String
  private let door: Int32
  private let state: Mutex<State>

  /// Opens the door. Those who come are answered from `start` on.
  init(in folder: SeatFolder) throws(SeatError) {
    self.folder = folder
    // Process ids repeat, and are not the same in every container that shares the folder.
    name = "\(Self.prefix)\(getpid())-\(String(UInt64.random(in: 0...(.max)), radix: 36))"
    guard let socket = LocalSocket(), socket.listen(at: folder.shortPath(name), backlog: Int32(Self.limit)) else {
      throw .system(path: "\(folder.path)/\(name)", errno: errno)
    }
    door = socket.descriptor
    state = Mutex(State(door: consume socket))
  }

  deinit {
    close()
  }

  /// Answers those who come, on a thread of its own.
  ///
  /// - Parameter handler: called with each request, on that thread.
  func start(_ handler: @escaping @Sendable (SeatMessage) -> Void) throws(SystemThreadError) {
    let thread = try SystemThread(name: "gust-seat") { [door] in Self.answer(door, handler) }
    state.withLock { $0.thread = thread }
  }

  /// Closes the door: those who asked learn that all is silent.
  func close() {
    let thread = state.withLock { state in
      // Until the thread has gone, the descriptor must not become somebody else's.
      if state.door != nil { shutdown(door, Int32(SHUT_RDWR)) }
      return state.thread.take()
    }
    thread?.join()
    state.withLock { state in
      guard state.door.take() != nil else { return }
      unsafe unlinkat(folder.descriptor, name, 0)
    }
  }

  /// Runs until the door is shut.
  private static func answer(_ door: Int32, _ handler: (SeatMessage) -> Void) {
    var waiting: [Int32] = []
    defer { for descriptor in waiting { Glibc.close(descriptor) } }
    while true {
      let descriptor = accept4(door)
      guard descriptor >= 0 else {
        switch errno {
        case EINTR, ECONNABORTED: continue
        case EMFILE, ENFILE, ENOBUFS, ENOMEM:
          // Files of the process or the system have run out: some may be closed again.
          usleep(100_000)
          continue
        default: return
        }
      }
      let caller = LocalSocket(adopting: descriptor)
      // What is no request of this user's is dropped.
      guard caller.peer?.user == geteuid(), let bytes = caller.receive(SeatMessage.length, within: callLimit),
        let message = SeatMessage(bytes)
      else { continue }
      handler(message)
      if waiting.count < limit { waiting.append(caller.copy()) }
    }
  }

  private static func accept4(_ door: Int32) -> Int32 {
    let descriptor = accept(door, nil, nil)
    if descriptor >= 0 { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    return descriptor
  }
}
