import Glibc

/// A pipe for the output of a child: the child gets `input` until `closeInput()`, we read.
final class OutputPipe: Sendable {
  let input: Int32
  private let output: Int32

  init() throws(HarnessError) {
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0, ends.allSatisfy({ fcntl($0, F_SETFD, FD_CLOEXEC) == 0 }) else {
      throw .cannotStart(program: "a pipe", reason: unsafe String(cString: strerror(errno)))
    }
    output = ends[0]
    input = ends[1]
  }

  deinit {
    close(output)
  }

  /// Leaves the child as the only one who writes, so that its end is seen. To be called once, when the child runs.
  func closeInput() {
    close(input)
  }

  /// Waits for the next bytes; nil when there will be no more.
  func read() -> [UInt8]? {
    var count = 0
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 65536) { buffer, initializedCount in
      repeat {
        count = unsafe Glibc.read(output, buffer.baseAddress, buffer.count)
      } while count < 0 && errno == EINTR
      initializedCount = max(0, count)
    }
    return count > 0 ? bytes : nil
  }
}
