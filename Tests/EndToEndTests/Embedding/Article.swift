import Foundation

/// An article of the documentation, for what it tells people to write.
struct Article {
  static let folder = Library.package.appending(path: "Sources/Gust/Gust.docc")

  let text: String

  init(_ name: String) throws {
    text = try String(contentsOf: Self.folder.appending(path: name + ".md"), encoding: .utf8)
  }

  /// The names of those there are.
  static var names: [String] {
    get throws {
      try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".md") }
        .map { String($0.dropLast(3)) }
    }
  }

  /// Its listings in a language, word for word.
  func listings(in language: String) -> [String] {
    text.components(separatedBy: "```\(language)\n").dropFirst().map { $0.components(separatedBy: "```")[0] }
  }
}
