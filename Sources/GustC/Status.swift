// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
// The functions are explained in gust.h, for those who call them.

public import CGust
import Gust

/// Texts that live as long as the program.
private enum FixedText {
  nonisolated(unsafe) static let version = unsafe constant(Gust.version)
  nonisolated(unsafe) static let none = unsafe constant("No call has failed on this thread.")
  nonisolated(unsafe) static let unknown = unsafe constant("The call failed.")
  nonisolated(unsafe) static let statuses: [gust_status.RawValue: UnsafePointer<CChar>] = unsafe sentences.mapValues {
    unsafe constant($0)
  }

  private static let sentences: [gust_status.RawValue: String] = Dictionary(
    uniqueKeysWithValues: [
      (GUST_OK, "It worked."),
      (GUST_ERROR, "It failed."),
      (GUST_ERROR_ARGUMENT, "An argument or the request is invalid."),
      (GUST_ERROR_AUTHENTICATION, "The API key is missing, wrong, or may not do this."),
      (GUST_ERROR_QUOTA, "Credits, rate or concurrency are used up."),
      (GUST_ERROR_TIMEOUT, "The service took too long."),
      (GUST_ERROR_NETWORK, "The network or the service failed."),
      (GUST_ERROR_NOT_FOUND, "There is no such voice, history item or job."),
      (GUST_ERROR_SOUND, "The sound server or its device cannot be used, or stopped playing."),
      (GUST_ERROR_AUDIO, "The audio is incomplete or cannot be played."),
      (GUST_ERROR_POLICY, "The service's content policy refuses it."),
      (GUST_ERROR_HANDLE, "The handle is NULL, was freed, or is of another kind."),
      (GUST_ERROR_STATE, "The call does not fit what was done before."),
      (GUST_STOPPED, "It was stopped on request."),
      (GUST_PENDING, "Nothing happened in the time given."),
      (GUST_END, "Nothing more will come."),
    ].map { ($0.rawValue, $1) })

  private static func constant(_ text: String) -> UnsafePointer<CChar> {
    let bytes = UnsafeMutableBufferPointer<CChar>.allocate(capacity: text.utf8.count + 1)
    _ = unsafe bytes.initialize(from: text.utf8CString)
    return unsafe UnsafePointer(bytes.baseAddress.unsafelyUnwrapped)
  }
}

@c @implementation
public func gust_error_text(_ status: gust_status) -> UnsafePointer<CChar>? {
  unsafe FixedText.statuses[status.rawValue] ?? FixedText.unknown
}

@c @implementation
public func gust_last_error() -> gust_status { LastError.status }

@c @implementation
public func gust_last_error_text() -> UnsafePointer<CChar>? {
  unsafe LastError.text ?? FixedText.none
}

@c @implementation
public func gust_version() -> UnsafePointer<CChar>? {
  unsafe FixedText.version
}

extension gust_status {
  /// What an error means for the caller.
  init(_ category: FailureCategory) {
    self.init(rawValue: RawValue(category.rawValue))
  }
}
