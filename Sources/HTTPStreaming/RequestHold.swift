import Synchronization

/// Keeps the body of a request back, while the connection is made and the head of the request goes ahead: for what must not
/// be ordered before something else is certain.
///
/// No limit but the total one runs while a host waits for the body. Any thread may release it, once and for all.
package final class RequestHold: Sendable {
  private let released: Atomic<Bool>

  /// - Parameter isReleased: whether nothing needs to be waited for.
  package init(isReleased: Bool = false) {
    released = Atomic(isReleased)
  }

  /// Whether the body may go.
  package var isReleased: Bool { released.load(ordering: .acquiring) }

  /// Lets the body go as soon as the network thread looks again: on the network thread itself, in `onWake`, that is at
  /// once, elsewhere after `HTTPClient.wake()`.
  package func release() {
    released.store(true, ordering: .releasing)
  }
}
