extension SpeechServiceError {
  /// The kinds of failure a caller may want to tell apart.
  public enum Kind: String, Sendable, CaseIterable {
    /// 401: the key is missing, wrong or revoked.
    case authentication
    /// 403: the key is good but may not do this.
    case forbidden
    /// 402: the account has too few credits.
    case insufficientCredits
    /// 404: no such voice, history item or job, or not visible to this account.
    case notFound
    /// 409: the request does not fit the state of what it names.
    case conflict
    /// 425: the generation is not finished.
    case notReady
    /// 400 or 422: the request breaks a rule of the service; see ``SpeechServiceError/complaints``.
    case validation
    /// The text or voice breaks the service's content policy.
    case contentPolicy
    /// 429: too many requests.
    case rateLimited
    /// 429: too many generations of this account at once.
    case concurrencyExceeded
    /// 503: the service is at its capacity.
    case capacityExceeded
    /// 504, 408: no answer in time. A generation may have been made and billed.
    case timeout
    /// 500, 502 and other 5xx: a failure inside the service. A generation may have been made and billed.
    case upstream
    /// 3xx: another address; not followed, because the key and the text would go along.
    case redirected
    /// 200, but the body is not what was asked for: no playable audio, or no job.
    case unexpectedContent
    /// Any other status.
    case unexpected
  }
}

extension SpeechServiceError.Kind {
  /// Judges by status; the code refines it. A code never makes a reply look safer to repeat than its status does.
  init(status: Int, code: String?) {
    let code = code?.uppercased() ?? ""
    self =
      switch status {
      case 200: .unexpectedContent
      case 300..<400: .redirected
      case 400..<500: Self.clientError(status, code)
      case 500..<600: Self.serverError(status, code)
      default: .unexpected
      }
  }

  private static func clientError(_ status: Int, _ code: String) -> Self {
    if code.contains("POLICY") || code.contains("MODERATION") { return .contentPolicy }
    if code == "BILLING_INSUFFICIENT_CREDITS" { return .insufficientCredits }
    switch status {
    case 400, 422: return .validation
    case 401: return .authentication
    case 402: return .insufficientCredits
    case 403: return .forbidden
    case 404: return .notFound
    case 408: return .timeout
    case 409: return .conflict
    case 425: return .notReady
    case 429: return code == "GENERATION_CONCURRENCY_EXCEEDED" ? .concurrencyExceeded : .rateLimited
    default: return .unexpected
    }
  }

  private static func serverError(_ status: Int, _ code: String) -> Self {
    if status == 504 || code == "GENERATION_TIMEOUT" || code == "UPSTREAM_TIMEOUT" { return .timeout }
    let beganGeneration =
      code.hasPrefix("UPSTREAM_") || ["GENERATION_FAILED", "GENERATION_INVALID_RESPONSE"].contains(code)
    return status == 503 && !beganGeneration ? .capacityExceeded : .upstream
  }
}
