import AudioTypes
import Platform
import Synchronization

/// Two sides on pinned threads of their own, started together.
struct Race {
  /// Runs both; returns how long it took until both were done, or nil when one of them says that pieces were lost.
  static func run(near: @escaping @Sendable () -> Bool, far: @escaping @Sendable () -> Bool) throws -> Duration? {
    let start = StartLine()
    let first = Runner(core: 0, start, near)
    let second = Runner(core: 1, start, far)
    let threads = [try SystemThread(name: "ring-near", first.run), try SystemThread(name: "ring-far", second.run)]
    for thread in threads { thread.join() }
    guard let began = first.times?.start, let nearEnd = first.times?.end, let farEnd = second.times?.end else {
      return nil
    }
    return began.duration(to: max(nearEnd, farEnd))
  }
}

/// Where the threads wait for one another without sleeping.
private final class StartLine: Sendable {
  private let missing = Atomic(2)

  func wait() {
    missing.subtract(1, ordering: .acquiringAndReleasing)
    while missing.load(ordering: .acquiring) > 0 {}
  }
}

/// What one thread does; to be read when it has been joined.
private final class Runner: @unchecked Sendable {
  private let core: Int
  private let start: StartLine
  private let body: @Sendable () -> Bool
  /// Nil when the body failed.
  private(set) var times: (start: MonotonicInstant, end: MonotonicInstant)?

  init(core: Int, _ start: StartLine, _ body: @escaping @Sendable () -> Bool) {
    self.core = core
    self.start = start
    self.body = body
  }

  @Sendable func run() {
    pinThread(toCore: core)
    start.wait()
    let began = MonotonicInstant.now
    if body() { times = (began, .now) }
  }
}
