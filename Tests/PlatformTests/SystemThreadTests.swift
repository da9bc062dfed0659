import CLinux
import Glibc
import Synchronization
import Testing

@testable import Platform

/// Threads of our own, and how the program ends.
@Suite struct SystemThreadTests {
  @Test func itHasItsNameAndTakesNoSignals() throws {
    let seen = Mutex((name: "", blocked: [Int32]()))
    let thread = try SystemThread(name: "gust-0123456789-too-long") {
      let comm = (try? readFile("/proc/thread-self/comm", limit: 100)) ?? []
      var mask = sigset_t()
      unsafe pthread_sigmask(SIG_BLOCK, nil, &mask)
      let name = String(decoding: comm.dropLast(), as: UTF8.self)
      let blocked = [SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGCHLD].filter { unsafe sigismember(&mask, $0) == 1 }
      seen.withLock { $0 = (name, blocked) }
    }
    thread.join()
    thread.join()
    seen.withLock {
      #expect($0.name == "gust-0123456789")
      #expect($0.blocked == [SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGCHLD])
    }
  }

  @Test("An urgent thread runs before others where the system allows it; what it starts does not")
  func urgency() throws {
    let policies = Mutex<[Int32]>([])
    let isAllowed = Mutex(false)
    let note: @Sendable () -> Void = {
      policies.withLock { $0.append(sched_getscheduler(0) & ~gust_sched_reset_on_fork) }
    }
    try SystemThread(name: "urgent", urgency: .network) {
      note()
      try? SystemThread(name: "of-the-urgent", note).join()
    }.join()
    try SystemThread(name: "normal") {
      note()
      var lowest = sched_param(sched_priority: 1)
      let code = unsafe sched_setscheduler(0, SCHED_RR, &lowest)
      isAllowed.withLock { $0 = code == 0 }
    }.join()
    let expected = isAllowed.withLock(\.self) ? SCHED_RR : SCHED_OTHER
    #expect(policies.withLock(\.self) == [expected, SCHED_OTHER, SCHED_OTHER])
  }

  @Test func theMakersOwnMaskStaysAsItWas() throws {
    var before = sigset_t()
    unsafe pthread_sigmask(SIG_BLOCK, nil, &before)
    try SystemThread(name: "test") {}.join()
    var after = sigset_t()
    unsafe pthread_sigmask(SIG_BLOCK, nil, &after)
    for number in 1...31 {
      #expect(unsafe sigismember(&before, Int32(number)) == sigismember(&after, Int32(number)))
    }
  }

  @Test func joiningWaitsAndMayBeDoneFromTheThreadItself() throws {
    let isDone = Atomic(false)
    let box = Mutex<SystemThread?>(nil)
    let thread = try SystemThread(name: "test") {
      while box.withLock({ $0 == nil }) { sched_yield() }
      box.withLock { $0 }?.join()
      usleep(20_000)
      isDone.store(true, ordering: .releasing)
    }
    box.withLock { $0 = thread }
    thread.join()
    let hasWaited = isDone.load(ordering: .acquiring)
    #expect(hasWaited)
    box.withLock { $0 = nil }
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func aProgramEndsByTheSignalItTook(number: Int32) async {
    await #expect(processExitsWith: .signal(number)) { [number] in
      TerminationSignal(number: number).endProgram()
    }
  }

  @Test func anEmptyVariableIsNone() {
    unsafe setenv("GUST_TEST_VARIABLE", "", 1)
    #expect(environmentVariable("GUST_TEST_VARIABLE") == nil)
    unsafe setenv("GUST_TEST_VARIABLE", "ä", 1)
    #expect(environmentVariable("GUST_TEST_VARIABLE") == "ä")
    unsafe unsetenv("GUST_TEST_VARIABLE")
    #expect(environmentVariable("GUST_TEST_VARIABLE") == nil)
  }
}
