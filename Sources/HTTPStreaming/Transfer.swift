import AudioTypes
import CCurl

/// One transfer under way. Confined to the network thread; libcurl's callbacks reach it through an unretained pointer, so the
/// network loop keeps it alive until its handle has left the `CurlMulti`.
final class Transfer {
  /// What became of a piece of the body.
  enum BodyOutcome { case taken, held, failed }

  let order: TransferOrder
  private(set) var easy: CurlEasy
  private(set) var deadlines: TransferDeadlines
  private(set) var head: HTTPResponseHead?
  private(set) var bodyByteCount = ByteCount.zero
  /// Whether libcurl holds the body back because its receiver is full.
  private(set) var isHeld = false
  /// What went wrong in a callback. It is the cause of whatever libcurl says afterwards.
  private var callbackError: HTTPError?

  private var parser = ResponseHeadParser()
  private var sink: BodySink?
  /// The bytes of the held piece that were taken already; libcurl delivers the piece again from its first byte.
  private var takenOfHeldPiece = 0
  /// When libcurl began, which its own times count from.
  private var began: MonotonicInstant
  private let trust: TrustedCertificates
  /// Whether the handshake trusts the directory of certificates only.
  private var trustsDirectoryOnly = false
  /// The bytes that had left when the request was about to go, for the last time; nil before the first.
  private var sentCountAtStart: Int?
  /// How much of the request's body libcurl has been given, and whether it waits for the rest to be released.
  private var sentOfBody = 0
  private var awaitsRelease = false
  private var bodySent: MonotonicInstant?
  /// Known only as long as libcurl holds the connection for this transfer.
  private var tlsVersion: String?
  private var firstBodyByte: MonotonicInstant?
  private var lastBodyByte: MonotonicInstant?

  /// Sets the transfer up without starting it.
  init(_ order: TransferOrder, trust: TrustedCertificates, trustsAll: Bool) throws(HTTPError) {
    self.order = order
    began = .now
    deadlines = TransferDeadlines(limits: order.request.limits, start: began)
    self.trust = trust
    easy = try CurlEasy()
    try easy.configure(order.request, url: order.url)
    if !trustsAll, order.url.isSecure { trustsDirectoryOnly = try trust.applyDirectory(to: easy) }
    if !trustsDirectoryOnly { try trust.apply(to: easy) }
    try unsafe easy.setCallbacks(.forTransfer, context: Unmanaged.passUnretained(self).toOpaque())
  }

  // MARK: What libcurl's callbacks say

  /// Whether the request may go out. A POST goes out once: libcurl would repeat it by itself when a kept connection dies
  /// before the first byte of the answer, though the host may have begun to act on it.
  func mayStartRequest() -> Bool {
    deadlines.noteProgress(at: .now)
    if mayHaveArrived { callbackError = .connectionLost(host: order.url.host) }
    sentCountAtStart = easy.info(.sentRequestByteCount)
    (sentOfBody, bodySent) = (0, nil)
    if order.url.isSecure { tlsVersion = easy.tlsVersion ?? tlsVersion }
    order.observer.connected { timings(isConnected: true) }
    return callbackError == nil
  }

  /// The next bytes of the request's body, of which there are some; nil when they are kept back.
  func nextOfBody(atMost room: ByteCount) -> ArraySlice<UInt8>? {
    awaitsRelease = order.request.hold?.isReleased == false
    guard !awaitsRelease else { return nil }
    let bytes = order.request.body.dropFirst(sentOfBody).prefix(room.rawValue)
    sentOfBody += bytes.count
    let now = MonotonicInstant.now
    bodySent = now
    deadlines.noteProgress(at: now)
    return bytes
  }

  /// Takes a line of a head; false ends the transfer. Lines after the final head are trailers and say nothing here.
  func receive(headerLine: String) -> Bool {
    let now = MonotonicInstant.now
    deadlines.noteProgress(at: now)
    guard head == nil else { return true }
    do throws(HTTPError) {
      guard let head = try parser.take(line: headerLine) else { return true }
      self.head = head
      let destination = order.observer.receivedHead(head, at: now)
      if case .collect = destination { deadlines.noteCollecting(at: now) }
      sink = BodySink(destination)
      return true
    } catch {
      callbackError = error
      return false
    }
  }

  /// Takes a piece of the body as far as there is room for it.
  func receive(body piece: RawSpan) -> BodyOutcome {
    let now = MonotonicInstant.now
    deadlines.noteProgress(at: now)
    let fresh = piece.extracting(droppingFirst: min(takenOfHeldPiece, piece.byteCount))
    do throws(HTTPError) {
      guard let count = try sink?.take(fresh) else { throw .protocolViolation(reason: "a body came before the head") }
      if count > .zero { note(count, at: now) }
      isHeld = count.rawValue < fresh.byteCount
      takenOfHeldPiece = isHeld ? takenOfHeldPiece + count.rawValue : 0
      return isHeld ? .held : .taken
    } catch {
      callbackError = error
      return .failed
    }
  }

  private func note(_ count: ByteCount, at now: MonotonicInstant) {
    bodyByteCount += count
    firstBodyByte = firstBodyByte ?? now
    lastBodyByte = now
    order.observer.wroteBody(count, at: now)
  }

  // MARK: What the network loop asks

  /// What went wrong with a transfer that libcurl ended with `code`; nil when nothing did.
  ///
  /// When libcurl repeats a request by itself, `code` is about the last attempt alone: that no new connection could be
  /// made does not say that the request had not arrived over the old one.
  func error(for code: CURLcode) -> HTTPError? {
    if let callbackError { return callbackError }
    let error = easy.error(for: code, host: order.url.host, hasHead: head != nil)
    if error?.isOfConnecting == true, mayHaveArrived { return .connectionLost(host: order.url.host) }
    return error
  }

  /// Whether the host may have begun to act on a POST that has no answer yet. Not where the system took no byte of it,
  /// because the connection was known to be dead, nor where only the head went of one whose body is kept back.
  private var mayHaveArrived: Bool {
    guard order.request.method == .post, order.request.hold == nil || sentOfBody > 0, let sentCountAtStart else {
      return false
    }
    // The request to a proxy, to connect, counts as well. Before our first it is in `sentCountAtStart`, too; before a
    // repetition it can make this true though nothing had left, which errs on the safe side.
    return easy.info(.sentRequestByteCount) > sentCountAtStart
  }

  /// Whether its answer interests nobody, only the connection it leaves.
  var isWarmUp: Bool { order.request.method == .head }

  /// Whether a held transfer can go on, or has to fail because its receiver has no reader any more. The same of one that
  /// keeps its own body back.
  func isWorthResuming() -> Bool {
    if awaitsRelease { return order.request.hold?.isReleased == true }
    guard isHeld else { return false }
    return sink?.isWorthResuming == true
  }

  /// Lets a held transfer go on. Returns libcurl's code, which is final unless it is `CURLE_OK`.
  func resume() -> CURLcode {
    isHeld = false
    awaitsRelease = false
    deadlines.noteProgress(at: .now)
    return easy.resume()
  }

  /// Whether it ended because the host's certificate could not be verified, and there is more to trust than was asked.
  /// Not a POST that may have arrived over a kept connection, which died then: it would go out twice.
  func canTrustMore(after code: CURLcode) -> Bool {
    code == CURLE_PEER_FAILED_VERIFICATION && trustsDirectoryOnly && !mayHaveArrived
  }

  /// Makes it ready to begin anew. What libcurl measures begins anew, too.
  func trustAll() throws(HTTPError) {
    trustsDirectoryOnly = false
    (began, sentCountAtStart) = (.now, nil)
    try trust.apply(to: easy)
  }

  /// The limit that has been exceeded at `now`.
  func exceededLimit(at now: MonotonicInstant) -> HTTPError? {
    deadlines.exceededLimit(at: now, isHeld: waitsForUs, easy: easy)
  }

  /// When `exceededLimit` needs to be asked next.
  var nextDeadline: MonotonicInstant? { deadlines.next(isHeld: waitsForUs) }

  /// Whether it stands still by our own will, in either direction.
  private var waitsForUs: Bool { isHeld || awaitsRelease }

  /// Ends the transfer, which has left the `CurlMulti`: tells its receiver when the body is complete, and then whoever performs it.
  func end(_ error: HTTPError?) {
    let outcome: Result<HTTPResult, HTTPFailure>
    if error == nil, let head {
      let collected = sink?.finish() ?? []
      outcome = .success(
        HTTPResult(head: head, collectedBody: collected, bodyByteCount: bodyByteCount, timings: timings()))
    } else {
      sink = nil
      let error = error ?? .connectionLost(host: order.url.host)
      outcome = .failure(HTTPFailure(error: error, head: head, bodyByteCount: bodyByteCount, timings: timings()))
    }
    order.continuation.resume(returning: outcome)
  }

  private func timings(isConnected: Bool = false) -> HTTPTimings {
    var timings = easy.timings(since: began, isConnected: isConnected)
    timings.tlsVersion = tlsVersion
    timings.requestSent = bodySent ?? timings.requestSent
    timings.firstBodyByte = firstBodyByte
    timings.lastBodyByte = lastBodyByte
    timings.httpVersion = head?.httpVersion
    return timings
  }
}

extension HTTPError {
  /// Whether it says that no connection could be made.
  fileprivate var isOfConnecting: Bool {
    switch self {
    case .unresolvedHost, .connectionRefused, .unreachable, .tls, .proxy, .connectTimeout: true
    case .invalidURL, .insecureURL, .invalidField, .idleTimeout, .totalTimeout, .connectionLost, .cutShort,
      .collectedBodyTooLarge, .headTooLarge, .readerGone, .bodyRejected, .cancelled, .protocolViolation,
      .clientShutDown, .systemFailure:
      false
    }
  }
}
