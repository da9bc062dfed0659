internal import AudioTypes

// The answers that are or lead to audio.
extension BreezeService {
  /// `POST /v1/text-to-speech/{voice_id}/stream`
  func stream(_ request: HTTPRequest, _ voiceID: String, _ scenario: Scenario) -> HTTPReply {
    speak(request, voiceID, formats: [.mp3, .pcm]) { (speech, voice, format) throws(SimulatorError) in
      let (bytes, plan, generation) = try generate(speech, voice, format, scenario, request, source: "stream")
      let id = generations.add(generation, prefix: "hist")
      return audio(bytes, format, plan, scenario, historyItemID: id)
    }
  }

  /// `POST /v1/text-to-speech/{voice_id}`: the whole body when it is ready, or a job.
  func wholeSpeech(_ request: HTTPRequest, _ voiceID: String, _ scenario: Scenario) -> HTTPReply {
    let delivery = request.parameter("delivery") ?? "sync"
    guard ["sync", "async"].contains(delivery) else {
      return .invalid([FieldProblem(location: ["query", "delivery"], message: "must be sync or async")])
    }
    return speak(request, voiceID, formats: OutputFormat.allCases) { (speech, voice, format) throws(SimulatorError) in
      let (bytes, plan, generation) = try generate(speech, voice, format, scenario, request, source: delivery)
      if delivery == "sync" {
        let id = generations.add(generation, prefix: "hist")
        let whole = StreamPlan(byteCount: bytes.count, wholeAt: plan.generated)
        var atOnce = scenario
        atOnce.reply.contentLength = true
        return audio(bytes, format, whole, atOnce, historyItemID: id)
      }
      let id = generations.add(generation, prefix: "job")
      var reply = HTTPReply.json([
        "generation_job_id": .string(id), "history_item_id": .string(id), "status": "active",
      ])
      reply.historyItemID = id
      return reply
    }
  }

  /// `GET /v1/history/{id}/audio`, `GET /v1/generation-jobs/{id}/audio` and `download_url`.
  func download(_ id: String, _ request: HTTPRequest, _ scenario: Scenario) -> HTTPReply {
    switch generations.download(id, at: request.arrival) {
    case .refused(.unknown):
      return .notFound("Generation \(id)")
    case .refused(.failed(let status)):
      return .error(409, "CONFLICT", "The generation is \(status) and has no audio.")
    case .refused(.scripted(let failure)):
      return .failure(failure)
    case .refused(.notReady(let seconds)):
      return .error(425, "GENERATION_NOT_READY", "The generation is not finished.", retryAfterSeconds: seconds)
    case .audio(let generation):
      let format = generation.format
      let bytes = generation.download
      let plan = StreamPlan(
        byteCount: bytes.count, bytesPerMillisecond: format.bytesPerMillisecond, scenario: scenario)
      var reply = audio(bytes, format, plan, scenario, historyItemID: id)
      reply.headers.removeAll { ["history-item-id", "content-type"].contains($0.name) }
      if generation.history.file != nil {
        reply.headers.removeAll { field in Self.pcmHeaders.contains { $0.name == field.name } }
      }
      reply.headers.append(HeaderField(name: "content-type", value: generation.contentType))
      let name = #"attachment; filename="\#(id).\#(generation.fileExtension)""#
      reply.headers.append(HeaderField(name: "content-disposition", value: name))
      return reply
    }
  }

  private func speak(
    _ request: HTTPRequest, _ voiceID: String, formats: [OutputFormat],
    _ answer: (SpeechRequest, Voice, OutputFormat) throws(SimulatorError) -> HTTPReply
  ) -> HTTPReply {
    guard let format = OutputFormat(rawValue: request.parameter("output_format") ?? "mp3"), formats.contains(format)
    else {
      let names = formats.map(\.rawValue).joined(separator: ", ")
      return .invalid([FieldProblem(location: ["query", "output_format"], message: "must be one of \(names)")])
    }
    switch SpeechRequest.read(request, maximumTextLength: maximumTextLength) {
    case .refused(let reply):
      return reply
    case .valid(let speech):
      guard let voice = Voice.named(voiceID) else { return .notFound("Voice \(voiceID)") }
      do {
        return try answer(speech, voice, format)
      } catch {
        return .error(500, "UPSTREAM_GENERATION_ERROR", error.description)
      }
    }
  }

  private func generate(
    _ speech: SpeechRequest, _ voice: Voice, _ format: OutputFormat, _ scenario: Scenario, _ request: HTTPRequest,
    source: String
  ) throws(SimulatorError) -> (bytes: [UInt8], plan: StreamPlan, generation: Generation) {
    let utterance = SpeechStore.Utterance(speech, voice, scenario.audio)
    let history = scenario.history
    let bytes = try self.speech.bytes(of: utterance, as: format, script: scenario.audio)
    let stored = history.format ?? format
    let download =
      if let file = history.file {
        try StoredFile.bytes(at: file)
      } else {
        try self.speech.bytes(
          of: utterance, as: stored, script: scenario.audio, bitrateKilobitsPerSecond: history.bitrateKilobitsPerSecond)
      }
    let plan = StreamPlan(byteCount: bytes.count, bytesPerMillisecond: format.bytesPerMillisecond, scenario: scenario)
    let generation = Generation(
      source: source, request: speech, voice: voice, format: stored, download: download,
      readyAt: request.arrival.advanced(by: plan.generated), history: history, finalStatus: scenario.jobStatus,
      job: scenario.job)
    return (bytes, plan, generation)
  }

  /// A body of audio, or what the scenario sends in its place at the same pace.
  private func audio(
    _ bytes: [UInt8], _ format: OutputFormat, _ plan: StreamPlan, _ scenario: Scenario, historyItemID: String
  ) -> HTTPReply {
    var headers = [
      HeaderField(name: "content-type", value: format.contentType),
      HeaderField(name: "history-item-id", value: historyItemID),
    ]
    if format == .pcm { headers += Self.pcmHeaders }
    let rate = format.bytesPerMillisecond
    let replacement = scenario.reply.body?.bytes
    let plan =
      replacement.map {
        StreamPlan(byteCount: $0.count, bytesPerMillisecond: rate, scenario: scenario)
      } ?? plan
    return HTTPReply(
      status: 200, headers: headers,
      body: .paced(
        replacement ?? bytes, plan, bytesPerMillisecond: rate, contentLength: scenario.reply.contentLength),
      headersDue: plan.headersDue, historyItemID: historyItemID)
  }

  private static let pcmHeaders = [
    HeaderField(name: "x-breeze-audio-codec", value: "pcm_s16le"),
    HeaderField(name: "x-breeze-sample-rate", value: String(AudioFormat.speech.sampleRate)),
    HeaderField(name: "x-breeze-channels", value: String(AudioFormat.speech.channelCount)),
    HeaderField(name: "x-breeze-sample-width-bytes", value: "2"),
  ]
}

extension SpeechStore.Utterance {
  init(_ speech: SpeechRequest, _ voice: Voice, _ script: AudioScript) {
    self.init(
      text: speech.text, voice: voice, speed: speech.speed, volume: speech.volume, signal: script.signal,
      signalMilliseconds: script.signal == .speech ? 0 : script.signalMilliseconds)
  }
}
