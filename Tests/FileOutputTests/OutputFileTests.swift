import FileOutput
import Glibc
import PulseHarness
import Testing

/// Where a file is while it is being written.
@Suite struct OutputFileTests {
  private static let hasSharedMemory = unsafe access("/dev/shm", W_OK) == 0

  @Test("/dev/shm is a file system like any other", .enabled(if: hasSharedMemory, "there is no /dev/shm to write to"))
  func sharedMemory() throws {
    let path = "/dev/shm/gust-test-\(getpid())"
    defer { unsafe unlink(path) }
    try writeFile(path, [1, 2, 3])
    // Opens it, and has nothing to write.
    try checkWritable(path)
    var status = stat()
    let isThere = unsafe stat(path, &status) == 0
    #expect(isThere && status.st_size == 3)
  }

  @Test func whatAKilledProgramLeftBehindIsNotInTheWay() throws {
    let folder = try TemporaryFolder()
    // As in a container, where the one that was killed had the same number.
    for number in 1...300 { try folder.write("a.\(getpid())-\(number).part", []) }
    try writeFile(folder.path("a"), [7])
    #expect(folder.contents(of: "a") == [7])
    #expect(folder.names.count == 301, "what others left behind stays")
  }
}
