public import AudioTypes
import Foundation

/// One run of a program: what it is given, and what it does with it. For programs that end by themselves or are sent a
/// signal.
public final class ProgramRun: @unchecked Sendable {
  /// How a program ended.
  public enum Ending: Equatable, Sendable {
    /// It exited with this status.
    case exit(Int32)
    /// This signal ended it.
    case signal(Int32)
  }

  /// What is left when a program has ended.
  public struct Result: Sendable {
    /// How it ended.
    public let ending: Ending
    /// All it wrote to standard output.
    public let output: [UInt8]
    /// All it wrote to standard error.
    public let error: String
    /// Processor time it used, user and system.
    public let processorTime: Duration
    /// The most memory it held (`ru_maxrss`). Linux begins to count before the program is loaded, so it is never less than
    /// what the starting process held.
    public let peakMemory: ByteCount
    /// From start to end.
    public let wallTime: Duration
  }

  /// When it was started.
  public let startedAt: MonotonicInstant
  /// Its process id.
  public let identifier: Int32
  private let files: FileStreams
  private var reaped: Result?

  /// Starts `program` with `arguments`, in our environment with `changes`, where nil removes a variable.
  ///
  /// - Parameter input: what it finds on standard input, as a file.
  public init(
    _ program: String, _ arguments: [String], environment changes: [String: String?] = [:], input: [UInt8] = []
  ) throws(HarnessError) {
    files = try FileStreams(input: input)
    let environment = ProcessInfo.processInfo.environment.merging(changes.compactMapValues(\.self)) { $1 }
      .filter { changes[$0.key, default: ""] != nil }
      .map { "\($0.key)=\($0.value)" }
    startedAt = .now
    switch spawn(program, arguments, environment: environment, streams: files.streams) {
    case .success(let identifier): self.identifier = identifier
    case .failure(let failure):
      throw .cannotStart(program: program, reason: unsafe String(cString: strerror(failure.code)))
    }
  }

  deinit {
    if reaped == nil { _ = try? wait(limit: .zero) }
  }

  /// All it has written to standard output so far.
  public var output: [UInt8] { files.output }

  /// All it has written to standard error so far.
  public var error: String { String(decoding: files.error, as: UTF8.self) }

  /// Sends it a signal. Not after `wait` has returned: the process id may then be somebody else's.
  public func send(_ signal: Int32) {
    if reaped == nil { _ = kill(identifier, signal) }
  }

  /// Sends a signal to it and all it has started, when it leads a group of its own, as programs run by `setsid` do.
  public func sendToGroup(_ signal: Int32) {
    if reaped == nil { _ = kill(-identifier, signal) }
  }

  /// Waits for its end. When that does not come within `limit`, it is killed and an error thrown.
  public func wait(limit: Duration = .seconds(20)) throws(HarnessError) -> Result {
    if let reaped { return reaped }
    var word: Int32 = 0
    var usage = rusage()
    let hasEnded = poll(limit: limit) { unsafe wait4(identifier, &word, WNOHANG, &usage) == identifier }
    if !hasEnded {
      _ = kill(identifier, SIGKILL)
      unsafe wait4(identifier, &word, 0, &usage)
    }
    let result = Result(
      ending: word & 0x7f == 0 ? .exit(word >> 8 & 0xff) : .signal(word & 0x7f),
      output: output, error: error,
      processorTime: Duration(usage.ru_utime) + Duration(usage.ru_stime),
      peakMemory: ByteCount(1024 * usage.ru_maxrss), wallTime: startedAt.duration(to: .now))
    reaped = result
    guard hasEnded else { throw .timedOut(waitingFor: "the end of \(identifier): \(result.error)") }
    return result
  }
}

extension Duration {
  fileprivate init(_ time: timeval) {
    self = .seconds(time.tv_sec) + .microseconds(time.tv_usec)
  }
}

/// Files without names in place of pipes: nobody has to read along.
private final class FileStreams {
  let streams: ChildStreams

  init(input: [UInt8]) throws(HarnessError) {
    var descriptors: [Int32] = []
    for _ in 0..<3 {
      var name = Array("/tmp/gust-run-XXXXXX".utf8CString)
      let descriptor = unsafe mkstemp(&name)
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
      unsafe unlink(name)
      guard descriptor >= 0 else {
        throw .cannotStart(program: "a temporary file", reason: unsafe String(cString: strerror(errno)))
      }
      descriptors.append(descriptor)
    }
    streams = ChildStreams(input: descriptors[0], output: descriptors[1], error: descriptors[2])
    _ = unsafe pwrite(descriptors[0], input, input.count, 0)
  }

  deinit {
    for case let descriptor? in [streams.input, streams.output, streams.error] { close(descriptor) }
  }

  var output: [UInt8] { contents(of: streams.output) }
  var error: [UInt8] { contents(of: streams.error) }

  private func contents(of descriptor: Int32?) -> [UInt8] {
    guard let descriptor else { return [] }
    let size = max(0, Int(lseek(descriptor, 0, SEEK_END)))
    return unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      count = unsafe max(0, pread(descriptor, buffer.baseAddress, size, 0))
    }
  }
}
