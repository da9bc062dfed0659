/// A valid body of a text-to-speech request (schema `TtsRequest`, and the voice settings the service takes beyond it).
struct SpeechRequest: Sendable {
  enum Outcome {
    case valid(SpeechRequest)
    case refused(HTTPReply)
  }

  var text: String
  var modelID: String?
  var speed = 1.0
  var volume = 1.0

  static func read(_ request: HTTPRequest, maximumTextLength: Int) -> Outcome {
    guard !request.isBodyTooLong else {
      return .refused(.error(413, "BAD_REQUEST", "The body is longer than \(Exchange.bodyLimit) bytes."))
    }
    let type = request.header("content-type") ?? ""
    guard type.lowercased().split(separator: ";").first == "application/json" else {
      let problem = FieldProblem(location: ["header", "content-type"], message: "must be application/json")
      return .refused(.invalid([problem]))
    }
    guard let value = JSONValue(parsing: request.body) else {
      return .refused(.error(400, "BAD_REQUEST", "The body is not JSON."))
    }
    guard case .object(let fields) = value else {
      return .refused(.invalid([FieldProblem(location: ["body"], message: "must be an object")]))
    }
    return read(fields, maximumTextLength: maximumTextLength)
  }

  private static func read(_ fields: [String: JSONValue], maximumTextLength: Int) -> Outcome {
    var body = FieldReader(fields, at: ["body"])
    let text = body.string("text", length: 1...maximumTextLength, isRequired: true)
    let modelID = body.string("model_id", length: 1...120)
    _ = body.string("language_code", length: 0...16)
    _ = body.string("instructions", length: 0...maximumTextLength)
    var settings = body.object("voice_settings")
    _ = settings.number("guidance_scale", in: 1...10)
    let speed = settings.number("speed", in: 0.5...2)
    let volume = settings.number("volume", in: 0.01...2)
    settings.bool("use_speaker_boost")
    let problems = body.finish() + settings.finish()
    guard problems.isEmpty, let text else { return .refused(.invalid(problems)) }
    return .valid(SpeechRequest(text: text, modelID: modelID, speed: speed ?? 1, volume: volume ?? 1))
  }
}
