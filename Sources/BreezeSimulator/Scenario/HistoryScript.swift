/// How the stored generation of a speech request answers later.
///
/// Its audio is ready when the generation would have ended had nothing been cut; before that, downloads get 425.
public struct HistoryScript: Codable, Sendable, Equatable {
  /// How many downloads get 425 whatever the time.
  public var notReadyCount = 0
  /// Value of `Retry-After` with 425; nil takes the seconds that are left, at least 1.
  public var retryAfterSeconds: Int?
  /// An error in place of downloads that would be ready: of the first `times`, or of all.
  public var failure: Failure?
  /// The download in another format than was asked for.
  public var format: OutputFormat?
  /// MP3: the download is encoded anew at this bit rate, so that its bytes differ from those streamed.
  public var bitrateKilobitsPerSecond: Int?

  /// The download is what this file holds, whatever was streamed: for the encodings that the simulator does not make, and for
  /// broken ones. At most 64 MiB.
  public var file: String?
  /// The download's `Content-Type` when it is not that of `format`.
  public var contentType: String?

  /// Ready in time, the same bytes that were streamed.
  public init() {}

  enum CodingKeys: String, CodingKey, CaseIterable {
    case notReadyCount, retryAfterSeconds, failure, format, bitrateKilobitsPerSecond, file, contentType
  }

  /// Decodes a history script; fields that are missing keep their defaults.
  public init(from decoder: any Decoder) throws {
    let fields = try ScriptFields<CodingKeys>(decoder)
    notReadyCount = try fields.value(.notReadyCount, or: notReadyCount)
    retryAfterSeconds = try fields.value(.retryAfterSeconds)
    failure = try fields.value(.failure)
    format = try fields.value(.format)
    bitrateKilobitsPerSecond = try fields.value(.bitrateKilobitsPerSecond)
    file = try fields.value(.file)
    contentType = try fields.value(.contentType)
  }
}
