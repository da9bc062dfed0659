import AudioTypes
import HTTPStreaming
import SpeechAPI

/// Sends a request for audio until some comes, or it is certain that none will: again where its policy allows that, and
/// without the key to where a download is redirected.
struct AudioFetch: Sendable {
  /// How a fetch ended.
  enum End {
    /// The body is whole.
    case complete
    /// Audio came, but its body broke off.
    case cut(HTTPError)
    /// No audio came that was of use.
    case failed(PlaybackError)
  }

  /// What came of the last request of a fetch.
  struct Attempt {
    let end: End
    /// What the retry policy judges it by; nil when audio came.
    var verdict: RetryPolicy.Outcome?
    var timings: HTTPTimings?
  }

  let wire: WireRequest
  let policy: RetryPolicy
  let service: AuthorizedService
  let limits: HTTPLimits
  let http: HTTPClient
  /// Makes what follows one request.
  let observer: @Sendable (WireRequest) -> ReplyObserver

  private static let maximumRedirects = 3

  /// Runs to the end. Cancelling the task gives the fetch up.
  ///
  /// - Parameters:
  ///   - hold: keeps the body of a POST back.
  ///   - announce: called before each wait.
  func run(hold: RequestHold? = nil, announce: (RetryNotice) -> Void) async -> Attempt {
    var repetition = Repetition(policy)
    while true {
      let attempt = await send(hold)
      guard case .failed(let error) = attempt.end else { return attempt }
      do {
        guard try await repetition.wait(after: attempt.verdict, error, announce: announce) else { return attempt }
      } catch {
        return Attempt(end: .failed(error), timings: attempt.timings)
      }
    }
  }

  /// Sends the request once, and on to where it is redirected.
  private func send(_ hold: RequestHold?) async -> Attempt {
    var wire = wire
    for _ in 0..<Self.maximumRedirects {
      let (attempt, location) = await sendOnce(wire, hold)
      // Neither key nor text go elsewhere: what generates is never redirected.
      guard wire.method == .get, let location, let url = RedirectTarget.url(location, relativeTo: wire.url),
        let next = try? service.keylessDownloadRequest(for: url)
      else { return attempt }
      wire = next
    }
    return await sendOnce(wire, hold).attempt
  }

  /// The second value is where a redirect leads.
  private func sendOnce(_ wire: WireRequest, _ hold: RequestHold?) async -> (attempt: Attempt, location: String?) {
    let observer = observer(wire)
    do {
      var request = HTTPRequest(wire, limits: limits)
      if let hold, wire.method == .post, !hold.isReleased { request.hold = hold }
      let result = try await http.perform(request, observer: observer)
      if observer.isAccepted { return (Attempt(end: .complete, timings: result.timings), nil) }
      return (turnedAway(result.head, result.collectedBody, result.timings, observer), result.head.redirectLocation)
    } catch {
      if observer.isAccepted { return (Attempt(end: .cut(error.error), timings: error.timings), nil) }
      switch error.error {
      case .cutShort, .collectedBodyTooLarge, .totalTimeout:
        // A reply without audio whose body is not to be had still says what its head says.
        if let head = error.head { return (turnedAway(head, [], error.timings, observer), head.redirectLocation) }
      default:
        break
      }
      let attempt = Attempt(
        end: .failed(.network(error.error)), verdict: error.error.retryOutcome, timings: error.timings)
      return (attempt, nil)
    }
  }

  private func turnedAway(
    _ head: HTTPResponseHead, _ body: [UInt8], _ timings: HTTPTimings, _ observer: ReplyObserver
  ) -> Attempt {
    var error = SpeechServiceError(head: ReplyHead(head), body: body, redacting: service.key)
    // What the body says comes first; where it says nothing, the head has been judged already.
    if error.code == nil, error.detail == nil, let refusal = observer.refusal { error = refusal }
    return Attempt(end: .failed(.service(error)), verdict: .reply(error), timings: timings)
  }
}

extension HTTPResponseHead {
  fileprivate var redirectLocation: String? {
    [301, 302, 303, 307, 308].contains(status) ? self["location"] : nil
  }
}
