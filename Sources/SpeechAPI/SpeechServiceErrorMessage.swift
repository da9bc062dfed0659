extension SpeechServiceError: CustomStringConvertible {
  /// For people, on one line: what failed, the status and code, what the service says, and what to do.
  ///
  /// It never contains the API key, and names fields of the request but not their contents.
  public var message: String {
    let label = (["HTTP \(status)"] + [code].compactMap(\.self)).joined(separator: " ")
    let reason = said.map { ": \($0)" } ?? ""
    return "\(kind.summary)\(target) (\(label))\(reason). \(kind.advice(retryAfter))"
  }

  /// The same text as ``message``.
  public var description: String { message }

  private var target: String {
    kind == .redirected ? redirectHost.map { " to \($0)" } ?? "" : ""
  }

  /// The service's words, without the punctuation at their end.
  private var said: String? {
    let details = complaints.isEmpty ? nil : complaints.joined(separator: "; ")
    let words = [detail, details].compactMap(\.self).joined(separator: " – ")
    guard let text = (words.isEmpty ? excerpt : words)?.withoutEndingPunctuation else { return nil }
    return text.isEmpty ? nil : text
  }
}

extension String {
  /// The text without the punctuation at its end, to stand inside a sentence.
  var withoutEndingPunctuation: String {
    var text = self
    while let last = text.last, ".!:; ".contains(last) { text.removeLast() }
    return text
  }
}

extension SpeechServiceError.Kind {
  fileprivate var summary: String {
    switch self {
    case .authentication: "The service did not accept the API key"
    case .forbidden: "The API key may not do this"
    case .insufficientCredits: "The account has too few credits"
    case .notFound: "The service does not know this voice or item"
    case .conflict: "The request does not fit the current state of the item"
    case .notReady: "The generation is not finished"
    case .validation: "The service refused the request"
    case .contentPolicy: "The service refused the content"
    case .rateLimited: "Too many requests"
    case .concurrencyExceeded: "Too many generations of this account at once"
    case .capacityExceeded: "The service is at its capacity"
    case .timeout: "The service took too long"
    case .upstream: "The service failed"
    case .redirected: "The service redirects"
    case .unexpectedContent: "The reply is not what was asked for"
    case .unexpected: "The service gave an unexpected reply"
    }
  }

  fileprivate func advice(_ retryAfter: Duration?) -> String {
    switch self {
    case .authentication: "Check that the key is complete and still active."
    case .forbidden: "Check what the key and the plan allow."
    case .insufficientCredits: "Add credits to the account."
    case .notFound: "Check the id; it must exist and belong to this account."
    case .conflict: "Look at the state of the item before trying again."
    case .validation: "Correct the request and send it again."
    case .contentPolicy: "Change the text or the voice."
    case .notReady, .rateLimited, .concurrencyExceeded, .capacityExceeded:
      "Try again \(retryAfter.map { "in \($0.components.seconds) s" } ?? "later")."
    case .timeout, .upstream: "A generation may have been billed: look at the history before trying again."
    case .redirected: "Redirects are not followed; check the base URL."
    case .unexpectedContent, .unexpected: "Check the base URL and any proxy in between."
    }
  }
}
