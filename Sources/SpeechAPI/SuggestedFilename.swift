/// A name that a server suggests for a file, made safe to use in a folder and to print.
///
/// It is one component of a path, without control characters, neither hidden nor looking like an option, and no longer than
/// any file system allows; and it does not hold the API key.
package struct SuggestedFilename: Sendable, Equatable {
  /// The name.
  package let text: String

  private static let maximumBytes = 200
  private static let longestExtension = 16

  /// Takes the last component of `raw`, whichever way its slashes lean; nil when nothing of it can be used.
  package init?(_ raw: String, redacting key: APIKey) {
    guard let visible = ServerText(key: key).clean(raw, limit: 4096) else { return nil }
    let last = visible.split(omittingEmptySubsequences: false) { $0 == "/" || $0 == "\\" }.last ?? ""
    var name = last.drop { $0 == "." || $0 == "-" || $0 == " " }
    while let end = name.last, end == "." || end == " " || end == "…" { name.removeLast() }
    guard !name.isEmpty else { return nil }
    text = Self.shortened(String(name))
  }

  /// The name without its extension, and that with its dot; empty when it has none.
  package var parts: (stem: Substring, suffix: Substring) { Self.parts(of: text) }

  private static func parts(of name: String) -> (stem: Substring, suffix: Substring) {
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex, name[dot...].utf8.count <= longestExtension
    else { return (name[...], "") }
    return (name[..<dot], name[dot...])
  }

  /// Cuts the middle out of a long name, so that it keeps its extension.
  private static func shortened(_ name: String) -> String {
    var (stem, suffix) = parts(of: name)
    while stem.utf8.count + suffix.utf8.count > maximumBytes { stem.unicodeScalars.removeLast() }
    return String(stem) + suffix
  }
}
