public import Platform

/// The lines of earlier sessions, in a file that programs of the same user share. One thread at a time.
public struct LineHistory: Sendable {
  /// So many are kept: the last ones.
  public static let capacity = 1000
  /// A longer line is not kept, in bytes of UTF-8.
  static let longest = 2000
  private static let fileLimit = capacity * (longest + 1)

  private let file: StateFile?

  /// Names the file; nil keeps nothing.
  public init(_ file: StateFile?) {
    self.file = file
  }

  /// Whether `line` may be kept: never one with what looks like an API key in it.
  public static func keeps(_ line: String) -> Bool {
    !line.allSatisfy(\.isWhitespace) && line.utf8.count <= longest && !line.lowercased().contains("brz_")
      && !line.unicodeScalars.contains { $0.properties.generalCategory == .control }
  }

  /// The lines, oldest first; none where there is no file that can be trusted.
  public func lines() -> [String] {
    guard let contents = file?.read(limit: Self.fileLimit), let text = String(validating: contents, as: UTF8.self)
    else {
      return []
    }
    return text.split(separator: "\n").map(String.init).filter(Self.keeps).suffix(Self.capacity)
  }

  /// Adds a line behind those that are in the file by now. A failure is silent.
  public func add(_ line: String) {
    guard let file, Self.keeps(line) else { return }
    var lines = lines()
    if lines.last == line { return }
    lines.append(line)
    file.replace(with: Array((lines.suffix(Self.capacity).joined(separator: "\n") + "\n").utf8))
  }
}
