/// Why a request was not sent. Every case is the caller's to mend.
public enum SpeechRequestError: Error, Equatable, Sendable {
  /// The text is empty or only white space.
  case textEmpty
  /// The text is larger than ``SpeechRequest/maximumTextBytes``.
  case textTooLong(bytes: Int)
  /// The instructions are larger than ``SpeechRequest/maximumTextBytes``.
  case instructionsTooLong(bytes: Int)
  /// The model id does not have 1–120 code points; carries its length.
  case modelIDLength(Int)
  /// The language code has more than 16 code points; carries its length.
  case languageCodeTooLong(Int)
  /// The guidance scale is not a number from 1.0 to 10.0; carries it.
  case guidanceScaleOutOfRange(Double)
  /// The words that voices are searched for have more than 1024 bytes; carries how many.
  case searchTooLong(bytes: Int)
  /// An id cannot stand in a URL as one path segment.
  case identifierUnusable(Identifier, IdentifierFault)
  /// A download address is not one that may be fetched.
  case downloadURLUnusable

  /// What an id names.
  public enum Identifier: String, Sendable {
    /// A voice.
    case voice = "voice id"
    /// A stored generation.
    case historyItem = "history item id"
    /// An asynchronous generation.
    case generationJob = "generation job id"
  }

  /// What is wrong with an id.
  public enum IdentifierFault: String, Sendable {
    /// It is empty or only white space.
    case empty = "is empty"
    /// It has more than 256 bytes.
    case tooLong = "is longer than 256 bytes"
    /// It is `.` or `..`, which URLs treat as directories.
    case dotSegment = "is a directory name"
    /// It holds a slash, a backslash or a control character.
    case forbiddenCharacter = "contains a slash or a control character"
  }
}

extension SpeechRequestError: CustomStringConvertible {
  /// One sentence for people: what is wrong, and what to do about it.
  public var message: String {
    switch self {
    case .textEmpty:
      "The text is empty, or there is nothing in it that could be spoken; give at least one word."
    case .textTooLong(let bytes):
      "The text has \(bytes) bytes, more than the \(SpeechRequest.maximumTextBytes) that are sent; split it."
    case .instructionsTooLong(let bytes):
      "The instructions have \(bytes) bytes, more than the \(SpeechRequest.maximumTextBytes) that are sent; shorten them."
    case .modelIDLength(let length):
      "The model id has \(length) characters; give 1 to 120, or leave it out."
    case .languageCodeTooLong(let length):
      "The language code has \(length) characters; give at most 16, such as en or pt-BR."
    case .guidanceScaleOutOfRange(let scale):
      "The guidance scale is \(scale); give a number from 1.0 to 10.0."
    case .searchTooLong(let bytes):
      "The words to search for have \(bytes) bytes; give at most 1024."
    case .identifierUnusable(let identifier, let fault):
      "The \(identifier.rawValue) \(fault.rawValue); copy it exactly as the service shows it."
    case .downloadURLUnusable:
      "The download address of the service is not a plain https URL; fetch the history item instead."
    }
  }

  /// The same sentence as ``message``.
  public var description: String { message }
}
