import Synchronization

/// What any thread leaves for the network thread, and the means to wake it.
final class NetworkMailbox: Sendable {
  private struct Contents {
    var orders: [TransferOrder] = []
    /// Why no more orders are taken; nil as long as they are.
    var closingReason: HTTPError?
  }

  let multi: CurlMulti
  private let contents = Mutex(Contents())
  private let isWakeRequested = Atomic<Bool>(false)
  private let hasHeldTransfers = Atomic<Bool>(false)

  init(multi: CurlMulti) {
    self.multi = multi
  }

  // MARK: Any thread

  /// Leaves an order. Returns why it was not taken, when the mailbox is closed.
  func leave(_ order: TransferOrder) -> HTTPError? {
    let closingReason = contents.withLock { contents in
      if contents.closingReason == nil { contents.orders.append(order) }
      return contents.closingReason
    }
    multi.wakeUp()
    return closingReason
  }

  func cancel(_ ticket: TransferTicket) {
    ticket.isCancelled.store(true, ordering: .releasing)
    multi.wakeUp()
  }

  /// Takes no more orders, for the first reason that is given; the network thread ends when it sees it.
  func close(_ reason: HTTPError) {
    contents.withLock { contents in
      if contents.closingReason == nil { contents.closingReason = reason }
    }
    multi.wakeUp()
  }

  /// Any thread, the audio thread included: neither locks nor allocates.
  func wake() {
    isWakeRequested.store(true, ordering: .releasing)
    multi.wakeUp()
  }

  /// Whether a full ring holds a transfer back. Any thread, the audio thread included.
  ///
  /// The fence, with its twin in `publishHeldTransfers`, sees to it that either the reader of a ring finds this set after it
  /// has made room, or the network thread finds the room after it has set this: no wake-up is lost between the two.
  var isAnyTransferHeld: Bool {
    atomicMemoryFence(ordering: .sequentiallyConsistent)
    return hasHeldTransfers.load(ordering: .relaxed)
  }

  // MARK: The network thread

  /// The orders left since the last time, and whether more can come.
  func collect() -> (orders: [TransferOrder], isOpen: Bool) {
    contents.withLock { contents in
      defer { contents.orders = [] }
      return (contents.orders, contents.closingReason == nil)
    }
  }

  /// Whether `wake` was called since the last time.
  func takeWakeRequest() -> Bool {
    isWakeRequested.exchange(false, ordering: .acquiring)
  }

  /// Must come before the last look at the rings that precedes a wait.
  func publishHeldTransfers(_ areAny: Bool) {
    hasHeldTransfers.store(areAny, ordering: .relaxed)
    atomicMemoryFence(ordering: .sequentiallyConsistent)
  }
}
