import Foundation

/// A program that is asked line by line on its standard input and answers each line with one on its standard output.
///
/// It should end when its input does, which is when this object goes. One thread at a time may ask.
public final class ProgramDialogue {
  private let program: String
  private let identifier: pid_t
  private let socket: Int32
  private var unread: [UInt8] = []

  /// Starts `program` with `arguments`, in our environment.
  public init(_ program: String, _ arguments: [String] = []) throws(HarnessError) {
    self.program = program
    var ends: [Int32] = [-1, -1]
    guard unsafe socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0 else {
      throw .cannotStart(program: program, reason: unsafe String(cString: strerror(errno)))
    }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    socket = ends[0]
    let environment = ProcessInfo.processInfo.environment.map { "\($0.key)=\($0.value)" }
    let streams = ChildStreams(input: ends[1], output: ends[1])
    let started = spawn(program, arguments, environment: environment, streams: streams)
    close(ends[1])
    switch started {
    case .success(let identifier): self.identifier = identifier
    case .failure(let failure):
      close(ends[0])
      throw .cannotStart(program: program, reason: unsafe String(cString: strerror(failure.code)))
    }
  }

  deinit {
    close(socket)
    let hasEnded = poll(limit: .seconds(2)) { waitpid(identifier, nil, WNOHANG) == identifier }
    guard !hasEnded else { return }
    _ = kill(identifier, SIGKILL)
    _ = waitpid(identifier, nil, 0)
  }

  /// Sends `line` and returns the line that answers it, both without the line's end.
  ///
  /// - Throws: `timedOut` when no answer comes within `limit` or the program has ended.
  public func ask(_ line: String, limit: Duration = .seconds(60)) throws(HarnessError) -> String {
    let question = Array((line + "\n").utf8)
    var time = timeval(tv_sec: Int(limit.components.seconds), tv_usec: 0)
    unsafe setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
    // A line is far shorter than the socket's buffer, so all of it goes at once.
    guard unsafe send(socket, question, question.count, Int32(MSG_NOSIGNAL)) == question.count else {
      throw .timedOut(waitingFor: "\(program) to take “\(line)”")
    }
    while true {
      if let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
        defer { unread.removeSubrange(...end) }
        return String(decoding: unread[..<end], as: UTF8.self)
      }
      guard let bytes = receive() else { throw .timedOut(waitingFor: "\(program) to answer “\(line)”") }
      unread += bytes
    }
  }

  /// The next bytes; nil when none come in time or ever.
  private func receive() -> [UInt8]? {
    var count = 0
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 4096) { buffer, initializedCount in
      repeat { count = unsafe recv(socket, buffer.baseAddress, buffer.count, 0) } while count < 0 && errno == EINTR
      initializedCount = max(0, count)
    }
    return count > 0 ? bytes : nil
  }
}
