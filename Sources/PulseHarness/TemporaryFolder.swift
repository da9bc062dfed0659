import Foundation

/// A folder for one test, which goes with all that is in it when the test lets go of it.
public final class TemporaryFolder: Sendable {
  private let url: URL

  /// Makes the folder.
  public init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "gust-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// The path of `name` in the folder.
  public func path(_ name: String) -> String { url.appending(path: name).path }

  /// Makes a file and returns its path.
  @discardableResult
  public func write(_ name: String, _ contents: [UInt8], mode: Int = 0o644) throws -> String {
    let path = path(name)
    try Data(contents).write(to: URL(filePath: path))
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    return path
  }

  /// Makes a named pipe and returns its path.
  public func makePipe(_ name: String) throws(HarnessError) -> String {
    let path = path(name)
    guard unsafe mkfifo(path, 0o600) == 0 else {
      throw .cannotStart(program: "a named pipe", reason: unsafe String(cString: strerror(errno)))
    }
    return path
  }

  /// Makes a symbolic link, to where there may be nothing.
  public func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(atPath: path(name), withDestinationPath: target)
  }

  /// Removes a file.
  public func remove(_ name: String) {
    try? FileManager.default.removeItem(at: url.appending(path: name))
  }

  /// What a file holds; nil when there is none.
  public func contents(of name: String) -> [UInt8]? {
    FileManager.default.contents(atPath: path(name)).map(Array.init)
  }

  /// What a file holds.
  public func read(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: url.appending(path: name)))
  }

  /// The names of all files in it, sorted.
  public var names: [String] {
    guard let names = try? Self.names(at: url.path) else { preconditionFailure("\(url.path) cannot be listed") }
    return names
  }

  /// The names of all files in any folder, sorted.
  public static func names(at path: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path).sorted()
  }
}
