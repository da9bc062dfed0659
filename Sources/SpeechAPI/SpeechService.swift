/// The service as one account sees it: makes the requests of the API for an endpoint and a key.
public struct SpeechService: Sendable {
  /// Where the service answers.
  public let endpoint: ServiceEndpoint
  /// Who asks.
  public let key: APIKey

  /// Names the service at `endpoint`, used with `key`.
  public init(endpoint: ServiceEndpoint = .standard, key: APIKey) {
    self.endpoint = endpoint
    self.key = key
  }

  /// `POST /v1/text-to-speech/{voice_id}/stream`: speech, streamed while it is generated. Billed.
  ///
  /// - Throws: ``SpeechRequestError`` when the request breaks the endpoint's schema.
  public func streamRequest(for request: SpeechRequest) throws(SpeechRequestError) -> WireRequest {
    try request.validate()
    let voice = try PathSegment(request.voiceID, naming: .voice)
    let path = "/v1/text-to-speech/\(voice.encoded)/stream?output_format=\(request.format.rawValue)"
    return WireRequest(
      method: .post,
      url: endpoint.url + path,
      fields: fields(accepting: request.format.mediaType) + [HeaderField("Content-Type", "application/json")],
      body: request.body.encoded())
  }

  /// `GET /v1/history/{history_item_id}/audio`: the audio of a finished generation.
  ///
  /// - Throws: ``SpeechRequestError/identifierUnusable(_:_:)``.
  public func historyAudioRequest(for historyItemID: String) throws(SpeechRequestError) -> WireRequest {
    let item = try PathSegment(historyItemID, naming: .historyItem)
    return get("/v1/history/\(item.encoded)/audio", accepting: "audio/*")
  }

  /// `GET /v1/generation-jobs/{generation_job_id}`: how far an asynchronous generation has come.
  ///
  /// - Throws: ``SpeechRequestError/identifierUnusable(_:_:)``.
  public func generationJobRequest(for generationJobID: String) throws(SpeechRequestError) -> WireRequest {
    let job = try PathSegment(generationJobID, naming: .generationJob)
    return get("/v1/generation-jobs/\(job.encoded)", accepting: "application/json")
  }

  private func get(_ path: String, accepting mediaType: String) -> WireRequest {
    WireRequest(method: .get, url: endpoint.url + path, fields: fields(accepting: mediaType), body: [])
  }

  /// Errors come as JSON whatever was asked for, so JSON is always accepted.
  private func fields(accepting mediaType: String) -> [HeaderField] {
    [
      HeaderField("xi-api-key", key.headerValue, isSecret: true),
      HeaderField("Accept", mediaType == "application/json" ? mediaType : "\(mediaType), application/json;q=0.1"),
      HeaderField("User-Agent", "Gust/\(gustVersion)"),
    ]
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
