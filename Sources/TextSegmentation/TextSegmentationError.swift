/// Why no text can be cut.
public enum TextSegmentationError: Error, Equatable, CustomStringConvertible {
  /// A library cannot be loaded: Debian's package of it, and the loader's reason (dlerror(3)).
  case libraryMissing(package: String, reason: String)
  /// ICU has no rules that can be read: its code (`UErrorCode`).
  case noRules(code: Int32)

  /// One sentence for people.
  public var description: String {
    switch self {
    case .libraryMissing(let package, let reason): "Cutting text needs Debian's \(package): \(reason)."
    case .noRules(let code): "ICU has no rules for cutting text (error \(code))."
    }
  }
}
