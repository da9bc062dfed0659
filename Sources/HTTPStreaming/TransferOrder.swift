import AudioTypes
import Synchronization

/// One request on its way to the network thread.
struct TransferOrder: Sendable {
  let request: HTTPRequest
  let url: CheckedURL
  let observer: any HTTPTransferObserver
  let ticket: TransferTicket
  let continuation: CheckedContinuation<Result<HTTPResult, HTTPFailure>, Never>

  /// Tells whoever waits for it that it did not come to run. Once, and not after a `Transfer` has taken it up.
  func refuse(_ error: HTTPError) {
    continuation.resume(returning: .failure(HTTPFailure(error, started: .now)))
  }
}

/// What the task that performs a transfer and the network thread share of it.
final class TransferTicket: Sendable {
  /// Set once, from any thread; the network thread looks at it whenever it is woken.
  let isCancelled = Atomic<Bool>(false)
}
