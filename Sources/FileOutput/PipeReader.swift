import Glibc

/// The reader of a named pipe, who is there as long as this object lives: whoever opens the pipe for writing meanwhile need not
/// wait.
package final class PipeReader: Sendable {
  private let descriptor: Int32

  /// How often it looks whether somebody reads.
  private static let look = Duration.milliseconds(20)

  /// Waits until somebody reads, which fifo(7) does in open(2), and so on a thread that would be lost if nobody came.
  ///
  /// - Returns: nil, at once, for what is no pipe or cannot be opened, and when the task is cancelled or `isWanted` is false.
  package static func wait(at path: String, while isWanted: () -> Bool) async -> PipeReader? {
    while isPipe(path), isWanted(), !Task.isCancelled {
      let descriptor = unsafe open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC)
      if descriptor >= 0 { return PipeReader(descriptor) }
      guard errno == ENXIO else { return nil }
      try? await Task.sleep(for: look)
    }
    return nil
  }

  private init(_ descriptor: Int32) {
    self.descriptor = descriptor
  }

  deinit {
    close(descriptor)
  }
}
