internal import FoundationEssentials

/// Files that scenarios name.
enum StoredFile {
  private static let limit = 64 << 20

  /// All of the file at `path`.
  static func bytes(at path: String) throws(SimulatorError) -> [UInt8] {
    guard let data = try? Data(contentsOf: URL(filePath: path)), data.count <= limit else { throw .badFile(path: path) }
    return [UInt8](data)
  }
}
