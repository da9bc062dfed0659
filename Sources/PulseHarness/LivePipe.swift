import Foundation

/// A pipe that a program reads while we write: a text that is being written. For one thread at a time.
public final class LivePipe: @unchecked Sendable {
  /// For `-f`.
  public let path: String
  private let folder: TemporaryFolder
  private var descriptor: Int32

  /// Makes an empty pipe.
  public init() throws {
    folder = try TemporaryFolder()
    path = try folder.makePipe("text")
    // For reading, too: it neither waits for the program nor fails when that has ended.
    descriptor = unsafe open(path, O_RDWR | O_CLOEXEC)
  }

  deinit { close() }

  /// Starts `program` with the pipe as its standard input; as `ProgramRun` otherwise.
  public func start(
    _ program: String, _ arguments: [String], environment changes: [String: String?] = [:]
  ) throws(HarnessError) -> ProgramRun {
    try ProgramRun(
      "sh", ["-c", #"text=$1; shift; exec "$0" "$@" <"$text""#, program, path] + arguments, environment: changes)
  }

  /// Writes so few bytes that they fit into a pipe at once.
  public func write(_ bytes: some Sequence<UInt8>) throws(HarnessError) {
    let bytes = Array(bytes)
    guard unsafe Glibc.write(descriptor, bytes, bytes.count) == bytes.count else {
      throw .timedOut(waitingFor: "room in a pipe")
    }
  }

  /// Whether nothing more can be written until somebody reads.
  public var isFull: Bool {
    var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    return unsafe Glibc.poll(&waiting, 1, 0) == 0
  }

  /// Writes `text` word by word, as fast as a language model does that makes 30 tokens a second.
  public func type(_ text: String) async throws {
    for word in text.split(separator: " ") {
      try write("\(word) ".utf8)
      try await Task.sleep(for: .milliseconds(33))
    }
  }

  /// Ends the text, once all of it has been read.
  public func finish(limit: Duration = .seconds(20)) throws(HarnessError) {
    let isRead = poll(limit: limit) {
      var count: Int32 = 0
      return unsafe ioctl(descriptor, UInt(FIONREAD), &count) == 0 && count == 0
    }
    guard isRead else { throw .timedOut(waitingFor: "the program to read its text") }
    close()
  }

  private func close() {
    if descriptor >= 0 { Glibc.close(descriptor) }
    descriptor = -1
  }
}
