import Foundation
import Testing

/// A folder for the files of one test, removed with it.
final class Scratch: Sendable {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "gust-e2e-\(UUID().uuidString)")

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(at: folder)
  }

  /// The path of a file in it.
  func path(_ name: String) -> String { folder.appending(path: name).path }

  /// Makes a file and returns its path.
  func write(_ name: String, _ contents: [UInt8], permissions: Int = 0o600) throws -> String {
    let path = path(name)
    try Data(contents).write(to: URL(filePath: path))
    try FileManager.default.setAttributes([.posixPermissions: permissions], ofItemAtPath: path)
    return path
  }

  /// Makes a named pipe and returns its path.
  func makePipe(_ name: String) throws -> String {
    let path = path(name)
    let result = unsafe mkfifo(path, 0o600)
    try #require(result == 0)
    return path
  }

  /// Makes a symbolic link, to where there may be nothing.
  func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(atPath: path(name), withDestinationPath: target)
  }

  /// What a file holds.
  func read(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: folder.appending(path: name)))
  }

  /// The names of its files.
  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }
  }

  /// The names of the files in any folder.
  static func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder)
  }
}
