import Foundation
import Platform
import PulseHarness
import Testing

@Suite(.timeLimit(.minutes(1))) struct InputReaderTests {
  @Test func aFileIsReadToItsEnd() async throws {
    let folder = try TemporaryFolder()
    let contents = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    try Data(contents).write(to: URL(fileURLWithPath: folder.path("input")))
    var read: [UInt8] = []
    for try await chunk in InputReader(folder.path("input")) { read += chunk }
    #expect(read == contents)
  }

  @Test func aPipeGivesWhatHasComeBeforeItsEnd() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path("pipe")
    #expect(unsafe mkfifo(path, 0o600) == 0)
    let writer = Task.detached {
      let handle = FileHandle(forWritingAtPath: path)
      try handle?.write(contentsOf: Data("first".utf8))
      return handle
    }
    var chunks = InputReader(path).makeAsyncIterator()
    #expect(try await chunks.next() == Array("first".utf8))
    let handle = try await writer.value
    try handle?.write(contentsOf: Data("second".utf8))
    #expect(try await chunks.next() == Array("second".utf8))
    try handle?.close()
    #expect(try await chunks.next() == nil)
    #expect(try await chunks.next() == nil)
  }

  @Test func whatCannotBeReadIsAnError() async throws {
    for (path, code) in [("/nonexistent/file", ENOENT), ("/tmp", EISDIR)] {
      var chunks = InputReader(path).makeAsyncIterator()
      await #expect(throws: InputFileError.unreadable(errno: code)) { try await chunks.next() }
      #expect(try await chunks.next() == nil)
    }
  }
}
