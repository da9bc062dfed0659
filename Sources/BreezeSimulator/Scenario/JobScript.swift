/// How the job of an asynchronous request answers when it is looked at. The word it ends with is the scenario's `jobStatus`.
public struct JobScript: Codable, Sendable, Equatable {
  /// How many looks find it unfinished, whatever the time.
  public var activeLooks = 0
  /// The word for a job that is not over.
  public var activeStatus = "active"
  /// Value of `Retry-After` while it is not over; nil is no such header.
  public var retryAfterSeconds: Int?
  /// `error.code` of a job that failed.
  public var errorCode = "GENERATION_FAILED"
  /// `error.detail` of a job that failed.
  public var errorDetail = "The simulator was told to fail."
  /// `download_url` of a job that is over, `{id}` standing for its id; nil leads to another name of this host.
  public var downloadURL: String?
  /// Fields that are null.
  public var nullFields: [String] = []
  /// Fields that are left out.
  public var omittedFields: [String] = []
  /// Fields that have this text, whatever else they would hold: known ones and others.
  public var textFields: [String: String] = [:]

  /// Over as soon as all of it has been generated, every field as the service describes it.
  public init() {}

  enum CodingKeys: String, CodingKey, CaseIterable {
    case activeLooks, activeStatus, retryAfterSeconds, errorCode, errorDetail, downloadURL, nullFields, omittedFields
    case textFields
  }

  /// Decodes a job script; fields that are missing keep their defaults.
  public init(from decoder: any Decoder) throws {
    let fields = try ScriptFields<CodingKeys>(decoder)
    activeLooks = try fields.value(.activeLooks, or: activeLooks)
    activeStatus = try fields.value(.activeStatus, or: activeStatus)
    retryAfterSeconds = try fields.value(.retryAfterSeconds)
    errorCode = try fields.value(.errorCode, or: errorCode)
    errorDetail = try fields.value(.errorDetail, or: errorDetail)
    downloadURL = try fields.value(.downloadURL)
    nullFields = try fields.value(.nullFields, or: nullFields)
    omittedFields = try fields.value(.omittedFields, or: omittedFields)
    textFields = try fields.value(.textFields, or: textFields)
  }
}

extension JobScript {
  /// `fields` with what the script wants of them.
  func applied(to fields: [String: JSONValue]) -> JSONValue {
    var fields = fields
    for (name, text) in textFields { fields[name] = .string(text) }
    for name in nullFields { fields[name] = .null }
    for name in omittedFields { fields[name] = nil }
    return .object(fields)
  }
}
