import Synchronization

/// Messages from any thread to one that must never wait.
///
/// The receiver looks at an atomic flag and only then tries the lock; should a sender hold it at that moment, the messages
/// stay for the next look, which the sender's wake-up brings about.
final class Mailbox<Message: Sendable>: Sendable {
  private let messages = Mutex<[Message]?>([])
  private let hasMessages = Atomic<Bool>(false)

  /// Leaves a message, unless nobody will take it any more. The caller wakes the receiver afterwards.
  func post(_ message: Message) {
    messages.withLock { $0?.append(message) }
    hasMessages.store(true, ordering: .releasing)
  }

  /// Takes all messages, oldest first. Never waits.
  func takeAll() -> [Message] {
    guard hasMessages.exchange(false, ordering: .acquiringAndReleasing) else { return [] }
    let taken = messages.withLockIfAvailable { messages in
      defer { if messages != nil { messages = [] } }
      return messages ?? []
    }
    if taken == nil { hasMessages.store(true, ordering: .releasing) }
    return taken ?? []
  }

  /// The receiver takes no more: what was left, and all that comes, is dropped.
  func close() {
    messages.withLock { $0 = nil }
  }
}
