import AudioTypes
import Platform

/// How the network thread works, for its whole life.
public struct HTTPClientConfiguration: Sendable {
  /// A PEM file of the only certificate authorities to trust. Without it `SSL_CERT_FILE` and `SSL_CERT_DIR` are honoured,
  /// and without those the system's own are trusted.
  public var certificateFile: String?
  /// How many connections are kept for later requests.
  public var maxKeptConnections: Int

  /// Makes a configuration.
  public init(certificateFile: String? = nil, maxKeptConnections: Int = 8) {
    self.certificateFile = certificateFile
    self.maxKeptConnections = maxKeptConnections
  }
}

/// Performs HTTP requests on a thread of its own and keeps their connections warm: one client for the life of a player.
///
/// Proxies come from the environment as libcurl reads it (`https_proxy`, `all_proxy`, `no_proxy`); this machine itself is
/// never asked through one. Certificates are always verified.
package final class HTTPClient: Sendable {
  private let mailbox: NetworkMailbox
  private let thread: SystemThread

  /// Starts the network thread.
  ///
  /// - Parameters:
  ///   - configuration: how the client works.
  ///   - onWake: runs on the network thread soon after `wake()`; several calls may share one run. It must not block.
  ///   - onEnd: runs once, when the network thread ends; neither it nor `onWake` runs after that.
  /// - Throws: `HTTPError.systemFailure` when the system has no thread left. When libcurl cannot be used, that is what every
  ///   request ends with.
  package init(
    configuration: HTTPClientConfiguration = HTTPClientConfiguration(), onWake: (@Sendable () -> Void)? = nil,
    onEnd: (@Sendable () -> Void)? = nil
  ) throws(HTTPError) {
    let mailbox = NetworkMailbox(multi: CurlMulti(maxKeptConnections: configuration.maxKeptConnections))
    let trust = TrustedCertificates(file: configuration.certificateFile)
    do throws(SystemThreadError) {
      thread = try SystemThread(name: "gust-network", urgency: .network) {
        var loop = NetworkLoop(mailbox: mailbox, trust: trust, onWake: onWake, onEnd: onEnd)
        loop.run()
      }
    } catch {
      throw .systemFailure(reason: "no thread could be started (error \(error.code))")
    }
    self.mailbox = mailbox
  }

  deinit { shutdown() }

  /// Performs one request and returns when its body is complete: the receiver it went to has then been told.
  ///
  /// After a failure, cancellation of the task included, the network thread has let go of the receiver when this throws.
  package nonisolated(nonsending) func perform(
    _ request: HTTPRequest, observer: any HTTPTransferObserver
  ) async throws(HTTPFailure) -> HTTPResult {
    let url = try Self.check(request)
    let ticket = TransferTicket()
    let outcome = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let order = TransferOrder(
          request: request, url: url, observer: observer, ticket: ticket, continuation: continuation)
        if let error = mailbox.leave(order) { order.refuse(error) }
      }
    } onCancel: {
      mailbox.cancel(ticket)
    }
    return try outcome.get()
  }

  /// Makes the network thread call `onWake` and look again at the transfers that full rings hold back. Call it when a ring
  /// has been drained, or its reader dropped.
  ///
  /// Any thread, the audio thread included: it neither locks nor allocates (`curl_multi_wakeup`).
  package func wake() {
    mailbox.wake()
  }

  /// Whether a full ring holds a transfer back, so that `wake()` is worth calling once the ring is three quarters empty.
  ///
  /// Any thread, the audio thread included. Asked after reading from the ring, it misses no transfer.
  package var hasPausedTransfers: Bool { mailbox.isAnyTransferHeld }

  /// Cancels every transfer with `HTTPError.clientShutDown` and waits until the network thread has ended; kept connections
  /// close when the client is released. Idempotent, and every call waits. On the network thread itself it does not.
  package func shutdown() {
    mailbox.close(.clientShutDown)
    thread.join()
  }

  private static func check(_ request: HTTPRequest) throws(HTTPFailure) -> CheckedURL {
    do throws(HTTPError) {
      if let field = request.fields.first(where: { !$0.isValid }) { throw .invalidField(name: field.name) }
      return try URLPolicy.check(request.url)
    } catch {
      throw HTTPFailure(error, started: .now)
    }
  }
}
