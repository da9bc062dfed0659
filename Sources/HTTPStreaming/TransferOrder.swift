import Synchronization

/// One request on its way to the network thread.
struct TransferOrder: Sendable {
  let request: HTTPRequest
  let url: CheckedURL
  let observer: any HTTPTransferObserver
  let ticket: TransferTicket
  let continuation: CheckedContinuation<Result<HTTPResult, HTTPFailure>, Never>
}

/// What the task that performs a transfer and the network thread share of it.
final class TransferTicket: Sendable {
  /// Set once, from any thread; the network thread looks at it whenever it is woken.
  let isCancelled = Atomic<Bool>(false)
}
