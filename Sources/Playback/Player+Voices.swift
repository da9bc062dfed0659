import AudioTypes
public import SpeechAPI

// What voices there are. Free, and none of it needs sound: a player for nothing else has `PlayerConfiguration.Sound.none`.
extension Player {
  /// One page of the voices that the account can use. The cheapest question that the service answers to a key alone.
  ///
  /// - Parameters:
  ///   - query: which voices.
  ///   - place: where the list goes on, as the page before says; nil begins.
  ///   - policy: when it is asked for again, because the network or the service is only just then out of order.
  /// - Throws: `.request` when the query cannot be sent, `.service`, `.network`, `.noService`.
  package func voicePage(
    _ query: VoiceQuery = VoiceQuery(), at place: VoicePage.Place? = nil, retrying policy: RetryPolicy = .question
  ) async throws(PlaybackError) -> VoicePage {
    let client = try ServiceClient(configuration, http)
    return try await client.send(
      { () throws(SpeechRequestError) in try client.service.voicesRequest(for: query, at: place) }, policy,
      limit: ByteCount(VoicePage.maximumBytes)
    ) { (head, body) throws(SpeechServiceError) in
      try VoicePage(head: head, body: body, at: place, redacting: client.service.key)
    }
  }

  /// The voices that the account can use, page by page until `isEnough`, the last page, or ``VoiceList/maximumCount``.
  ///
  /// - Parameters:
  ///   - query: which voices.
  ///   - policy: when a page is asked for again.
  ///   - isEnough: looks at what has come so far, after each page.
  /// - Throws: `.request` when the query cannot be sent, `.service`, `.network`, `.noService`; what had come is lost then.
  public func voices(
    _ query: VoiceQuery = VoiceQuery(), retrying policy: RetryPolicy = .question,
    until isEnough: (VoiceList) -> Bool = { _ in false }
  ) async throws(PlaybackError) -> VoiceList {
    var list = VoiceList()
    while list.add(try await voicePage(query, at: list.next, retrying: policy)), !isEnough(list) {}
    return list
  }
}
