import JSON

/// What to say, with which voice, and how: the caller's half of `POST /v1/text-to-speech/{voice_id}/stream`.
///
/// Only what is set is sent; the service fills in the rest, and refuses fields it does not know.
public struct SpeechRequest: Sendable, Equatable {
  /// The words to speak; at least one character that is not white space.
  public var text: String
  /// The voice to speak with, as `GET /v1/voices` names it.
  public var voiceID: String
  /// The synthesis model, 1–120 Unicode code points; nil lets the service choose.
  public var modelID: String?
  /// A BCP 47 style hint such as `en`, at most 16 Unicode code points.
  public var languageCode: String?
  /// How to perform the text, in plain words.
  public var instructions: String?
  /// How strictly the instructions are followed, 1.0–10.0.
  public var guidanceScale: Double?
  /// The encoding to stream.
  public var format: SpeechFormat

  /// Makes a request; nothing is checked before it is sent, when what is wrong is ``PlaybackError/request(_:)``.
  public init(
    text: String,
    voiceID: String,
    modelID: String? = nil,
    languageCode: String? = nil,
    instructions: String? = nil,
    guidanceScale: Double? = nil,
    format: SpeechFormat = .mp3
  ) {
    self.text = text
    self.voiceID = voiceID
    self.modelID = modelID
    self.languageCode = languageCode
    self.instructions = instructions
    self.guidanceScale = guidanceScale
    self.format = format
  }
}

extension SpeechRequest {
  /// The most UTF-8 bytes of text, or of instructions, that are sent: 1 MiB, some twenty hours of speech.
  ///
  /// The service states no limit. This one stops a wrong file from being uploaded, and billed, by mistake.
  public static let maximumTextBytes = 1 << 20

  /// Checks the request against the endpoint's schema, so that a mistake costs no round trip.
  ///
  /// Lengths count Unicode code points, as JSON Schema does.
  package func validate() throws(SpeechRequestError) {
    try validateText()
    _ = try PathSegment(voiceID, naming: .voice)
    if let modelID, !(1...120).contains(modelID.unicodeScalars.count) {
      throw .modelIDLength(modelID.unicodeScalars.count)
    }
    if let languageCode, languageCode.unicodeScalars.count > 16 {
      throw .languageCodeTooLong(languageCode.unicodeScalars.count)
    }
    // The range holds no infinity and no NaN.
    if let guidanceScale, !(1.0...10.0).contains(guidanceScale) {
      throw .guidanceScaleOutOfRange(guidanceScale)
    }
  }

  private func validateText() throws(SpeechRequestError) {
    if text.unicodeScalars.allSatisfy(\.properties.isWhitespace) { throw .textEmpty }
    if text.utf8.count > Self.maximumTextBytes { throw .textTooLong(bytes: text.utf8.count) }
    if let instructions, instructions.utf8.count > Self.maximumTextBytes {
      throw .instructionsTooLong(bytes: instructions.utf8.count)
    }
  }

  /// The request body: exactly the fields that are set, keys in alphabetical order.
  var body: JSONValue {
    var fields: [String: JSONValue] = ["text": .string(text)]
    fields["model_id"] = modelID.map(JSONValue.string)
    fields["language_code"] = languageCode.map(JSONValue.string)
    fields["instructions"] = instructions.map(JSONValue.string)
    fields["voice_settings"] = guidanceScale.map { .object(["guidance_scale": .number($0)]) }
    return .object(fields)
  }
}
