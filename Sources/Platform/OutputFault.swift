import Glibc
import Synchronization

/// What went wrong with standard output: nothing that was printed there since can have been read.
public struct OutputFault: Sendable {
  /// The system's reason, `errno`.
  public let code: Int32

  private struct State {
    var fault: OutputFault?
    var handler: (@Sendable (OutputFault) -> Void)?
  }

  private static let state = Mutex(State())

  /// The first one; nil while there was none.
  public static var first: OutputFault? { state.withLock(\.fault) }

  /// Has `handler` called with the first one, on the thread that was writing.
  public static func handle(_ handler: @escaping @Sendable (OutputFault) -> Void) {
    state.withLock { $0.handler = handler }
  }

  /// Whether whoever read it has gone.
  public var isReaderGone: Bool { code == EPIPE }

  /// One sentence for people.
  public var message: String { unsafe "Standard output cannot be written: \(String(cString: strerror(code)))." }

  static func note(_ code: Int32, on stream: StandardStream) {
    guard stream == .output else { return }
    let fault = OutputFault(code: code)
    let handler = state.withLock { state in
      guard state.fault == nil else { return Optional<@Sendable (OutputFault) -> Void>.none }
      state.fault = fault
      return state.handler
    }
    handler?(fault)
  }
}
