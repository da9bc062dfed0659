import CLinux
import Synchronization
import Testing

@testable import Platform

/// What the main thread must not do.
@Suite struct TerminationSignalTests {
  @Test("What leaves a thread is not there any more, however fast the pool is")
  func leaving() async throws {
    let tasks = Mutex<[Task<Bool, Never>]>([])
    try SystemThread(name: "main") {
      let here = gettid()
      for _ in 0..<20_000 {
        let task = Task.immediate {
          await TerminationSignal.leaveThread { gettid() == here }
          return gettid() == here
        }
        tasks.withLock { $0.append(task) }
      }
    }.join()
    for task in tasks.withLock(\.self) {
      #expect(await !task.value)
    }
  }
}
