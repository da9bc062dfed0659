import AudioTypes
import CCurl
import Synchronization

/// What the network thread does: moves transfers on, ends them, and sleeps until there is more to do.
///
/// It runs on a `SystemThread`, in which every signal is blocked: SIGPIPE, too, which OpenSSL's writes raise.
struct NetworkLoop: ~Copyable {
  private let mailbox: NetworkMailbox
  private let trust: TrustedCertificates
  private let onWake: (@Sendable () -> Void)?
  private let onEnd: (@Sendable () -> Void)?
  private var transfers: [Transfer] = []
  /// Whether a certificate was not to be verified by the directory alone. libcurl keeps connections that trust more apart.
  private var needsAllCertificates = false

  init(
    mailbox: NetworkMailbox, trust: TrustedCertificates, onWake: (@Sendable () -> Void)?, onEnd: (@Sendable () -> Void)?
  ) {
    self.mailbox = mailbox
    self.trust = trust
    self.onWake = onWake
    self.onEnd = onEnd
  }

  /// Runs until the mailbox is closed, then ends every transfer.
  mutating func run() {
    var lastError = HTTPError.clientShutDown
    do throws(HTTPError) {
      try mailbox.multi.open()
      while takeOrders() {
        try turn()
      }
    } catch {
      // libcurl can neither move the transfers on nor wait for them: better no client than one that spins.
      lastError = error
      mailbox.close(error)
      for order in mailbox.collect().orders { order.refuse(error) }
    }
    endAll { _ in lastError }
    onEnd?()
  }

  private mutating func turn() throws(HTTPError) {
    if mailbox.takeWakeRequest() { onWake?() }
    endAll { $0.order.ticket.isCancelled.load(ordering: .acquiring) ? .cancelled : nil }
    resumeHeld()
    try mailbox.multi.perform()
    endFinished()
    let now = MonotonicInstant.now
    endAll { $0.exceededLimit(at: now) }
    try mailbox.multi.wait(milliseconds: millisecondsToWait())
  }

  /// Starts what was ordered; false when nothing more can come.
  private mutating func takeOrders() -> Bool {
    let (orders, isOpen) = mailbox.collect()
    for order in orders { start(order) }
    return isOpen
  }

  private mutating func start(_ order: TransferOrder) {
    do throws(HTTPError) {
      let transfer = try Transfer(order, trust: trust, trustsAll: needsAllCertificates)
      // What only warms a connection up can share it with whoever needs it.
      try mailbox.multi.setSharing(transfers.contains(where: \.isWarmUp) && transfers.allSatisfy(\.isWarmUp))
      try mailbox.multi.add(transfer.easy)
      transfers.append(transfer)
    } catch {
      order.refuse(error)
    }
  }

  private mutating func resumeHeld() {
    for transfer in transfers where transfer.isWorthResuming() {
      let code = transfer.resume()
      if code != CURLE_OK { end(transfer, code) }
    }
  }

  private mutating func endFinished() {
    while let (handle, code) = unsafe mailbox.multi.nextFinished() {
      guard let transfer = transfers.first(where: { unsafe $0.easy.handle == handle }) else { continue }
      if transfer.canTrustMore(after: code) { restart(transfer) } else { end(transfer, code) }
    }
  }

  private mutating func restart(_ transfer: Transfer) {
    needsAllCertificates = true
    do throws(HTTPError) {
      mailbox.multi.remove(transfer.easy)
      try transfer.trustAll()
      try mailbox.multi.add(transfer.easy)
    } catch {
      end(transfer, error)
    }
  }

  private mutating func end(_ transfer: Transfer, _ code: CURLcode) {
    end(transfer, transfer.error(for: code))
  }

  /// Ends the transfers for which `error` says what went wrong.
  private mutating func endAll(_ error: (Transfer) -> HTTPError?) {
    for transfer in transfers {
      if let error = error(transfer) { end(transfer, error) }
    }
  }

  private mutating func end(_ transfer: Transfer, _ error: HTTPError?) {
    mailbox.multi.remove(transfer.easy)
    transfers.removeAll { $0 === transfer }
    publishHeldTransfers()
    transfer.end(error)
  }

  private func publishHeldTransfers() {
    mailbox.publishHeldTransfers(transfers.contains(where: \.isHeld))
  }

  /// How long nothing needs to be done unless something happens. libcurl cuts this to its own next deadline.
  private func millisecondsToWait() -> Int32 {
    publishHeldTransfers()
    if transfers.contains(where: { $0.isWorthResuming() }) { return 0 }
    guard let deadline = transfers.compactMap(\.nextDeadline).min() else { return .max }
    let remaining = MonotonicInstant.now.duration(to: deadline)
    return remaining <= .zero ? 0 : Int32(clamping: remaining.limitMilliseconds)
  }
}
