import FileOutput
import Glibc
import PulseHarness
import Testing

/// Pipes that are about to be written to.
@Suite(.timeLimit(.minutes(1))) struct PipeReaderTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path("pipe")
    #expect(unsafe mkfifo(path, 0o600) == 0)
  }

  @Test func whoComesLateIsWaitedForAndReadsOn() async throws {
    let wait = Task { [path] in await PipeReader.wait(at: path) { true } }
    try await Task.sleep(for: .milliseconds(50))
    let reading = unsafe open(path, O_RDONLY | O_NONBLOCK)
    defer { close(reading) }
    let reader = try #require(await wait.value)
    var byte: UInt8 = 0
    // Not the end, as long as a writer is there.
    let count = withExtendedLifetime(reader) { unsafe read(reading, &byte, 1) }
    #expect(count == -1 && errno == EAGAIN)
  }

  @Test func whereNobodyComesItCanBeGivenUp() async {
    let wait = Task { [path] in await PipeReader.wait(at: path) { true } }
    wait.cancel()
    #expect(await wait.value == nil)
    var looks = 0
    let reader = await PipeReader.wait(at: path) {
      looks += 1
      return looks < 3
    }
    #expect(reader == nil && looks == 3)
  }

  @Test func whatIsNoPipeIsNotWaitedFor() async {
    for path in [folder.path("none"), "/dev/null", ""] {
      let reader = await PipeReader.wait(at: path) { true }
      #expect(reader == nil)
    }
  }
}
