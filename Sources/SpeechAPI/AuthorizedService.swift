import JSON

/// The service as one account sees it, with the key of one moment: makes the requests of the API.
package struct AuthorizedService: Sendable {
  /// Where the service answers.
  package let endpoint: ServiceEndpoint
  /// Who asks.
  package let key: APIKey

  /// Names the service at `endpoint`, used with `key`.
  package init(endpoint: ServiceEndpoint = .standard, key: APIKey) {
    self.endpoint = endpoint
    self.key = key
  }

  /// `POST /v1/text-to-speech/{voice_id}/stream`: speech, streamed while it is generated. Billed.
  ///
  /// - Throws: ``SpeechRequestError`` when the request breaks the endpoint's schema.
  package func streamRequest(for request: SpeechRequest) throws(SpeechRequestError) -> WireRequest {
    try request.validate()
    let voice = try PathSegment(request.voiceID, naming: .voice)
    let path = "/v1/text-to-speech/\(voice.encoded)/stream?output_format=\(request.format.rawValue)"
    return post(path, request.body, accepting: request.format.mediaType)
  }

  /// `POST /v1/text-to-speech/{voice_id}?delivery=async`: speech to be fetched when it has been generated. Billed.
  ///
  /// - Parameters:
  ///   - request: What to speak; its own format is not looked at.
  ///   - format: How the speech is stored.
  /// - Throws: ``SpeechRequestError`` when the request breaks the endpoint's schema.
  package func createJobRequest(
    for request: SpeechRequest, as format: StoredFormat
  ) throws(SpeechRequestError) -> WireRequest {
    try request.validate()
    let voice = try PathSegment(request.voiceID, naming: .voice)
    let path = "/v1/text-to-speech/\(voice.encoded)?delivery=async&output_format=\(format.rawValue)"
    return post(path, request.body, accepting: "application/json")
  }

  /// `GET /v1/history/{history_item_id}/audio`: the audio of a finished generation.
  ///
  /// - Throws: ``SpeechRequestError/identifierUnusable(_:_:)``.
  package func historyAudioRequest(for historyItemID: String) throws(SpeechRequestError) -> WireRequest {
    let item = try PathSegment(historyItemID, naming: .historyItem)
    return get("/v1/history/\(item.encoded)/audio", accepting: "audio/*")
  }

  /// `GET /v1/generation-jobs/{generation_job_id}`: how far an asynchronous generation has come.
  ///
  /// - Throws: ``SpeechRequestError/identifierUnusable(_:_:)``.
  package func generationJobRequest(for generationJobID: String) throws(SpeechRequestError) -> WireRequest {
    let job = try PathSegment(generationJobID, naming: .generationJob)
    return get("/v1/generation-jobs/\(job.encoded)", accepting: "application/json")
  }

  /// `GET /v1/voices`: the voices that the account can use, a page at a time. Free.
  ///
  /// - Parameters:
  ///   - query: Which voices.
  ///   - place: Where the list goes on, as the page before said (``VoicePage/next``); nil begins.
  /// - Throws: ``SpeechRequestError/searchTooLong(bytes:)``.
  package func voicesRequest(
    for query: VoiceQuery, at place: VoicePage.Place? = nil
  ) throws(SpeechRequestError) -> WireRequest {
    get("/v1/voices?\(try query.text(at: place))", accepting: "application/json")
  }

  /// A download from an address that the service named, by redirect or in a job: **without the key**, for it may lie on
  /// any host.
  ///
  /// - Parameter url: An absolute `https` URL. This machine is only reached, by `http` too, when the service itself runs
  ///   there: a reply must not make Gust fetch from a user's local servers.
  /// - Returns: A request without any secret field.
  /// - Throws: ``SpeechRequestError/downloadURLUnusable``.
  package func keylessDownloadRequest(for url: String) throws(SpeechRequestError) -> WireRequest {
    guard url.utf8.count <= 8192, url.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
      let schemeEnd = url.firstRange(of: "://")?.upperBound
    else { throw .downloadURLUnusable }
    let origin = url[..<(url[schemeEnd...].firstIndex { "/?#".contains($0) } ?? url.endIndex)]
    guard let host = try? ServiceEndpoint(String(origin)), endpoint.isLoopback || !host.isLoopback else {
      throw .downloadURLUnusable
    }
    return WireRequest(method: .get, url: url, fields: Self.fields(accepting: "audio/*"), body: [])
  }

  private func post(_ path: String, _ body: JSONValue, accepting mediaType: String) -> WireRequest {
    WireRequest(
      method: .post,
      url: endpoint.url + path,
      fields: [keyField, HeaderField("Content-Type", "application/json")] + Self.fields(accepting: mediaType),
      body: body.encoded())
  }

  private func get(_ path: String, accepting mediaType: String) -> WireRequest {
    WireRequest(
      method: .get, url: endpoint.url + path, fields: [keyField] + Self.fields(accepting: mediaType), body: [])
  }

  private var keyField: HeaderField { HeaderField("xi-api-key", key.headerValue, isSecret: true) }

  /// Errors come as JSON whatever was asked for, so JSON is always accepted.
  fileprivate static func fields(accepting mediaType: String) -> [HeaderField] {
    [
      HeaderField("Accept", mediaType == "application/json" ? mediaType : "\(mediaType), application/json;q=0.1"),
      HeaderField("User-Agent", "Gust/\(gustVersion)"),
    ]
  }
}

extension ServiceEndpoint {
  /// `HEAD` of the base address: asks for nothing, and leaves a connection that the next request need not make. It carries
  /// neither a key nor anything else of the user's, and costs nothing; any answer will do.
  package var connectionRequest: WireRequest {
    WireRequest(method: .head, url: url + "/", fields: AuthorizedService.fields(accepting: "*/*"), body: [])
  }
}

extension SpeechFormat {
  /// The media type the service answers with.
  var mediaType: String {
    switch self {
    case .mp3: "audio/mpeg"
    case .pcm: "audio/pcm"
    }
  }
}
