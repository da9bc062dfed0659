import Glibc
import PulseHarness
import Testing

@testable import SpeechSeat

/// Speakers in one process: the kernel's locks tell open files apart, not processes.
@Suite(.timeLimit(.minutes(1))) struct SpeechSeatTests {
  let folder: TemporaryFolder
  let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path("gust")
  }

  private func seat(_ manner: SpeechSeat.Manner = .queue) throws -> SpeechSeat {
    try SpeechSeat(manner, in: path)
  }

  /// Begins to wait, and returns when the wait is under way.
  private func wait(_ seat: SpeechSeat, _ then: @escaping @Sendable (Bool) -> Void) async throws {
    let locks = path + "/seat"
    let before = lockWaits(at: locks)
    Task { then(await seat.take()) }
    // Where the system does not list them, the time has to do.
    _ = await eventually { lockWaits(at: locks) > before }
  }

  @Test func onlyOneHasIt() throws {
    let (first, second) = (try seat(), try seat())
    #expect(first.tryTake() && first.tryTake())
    #expect(!second.tryTake())
    first.release()
    #expect(second.tryTake())
    #expect(!first.tryTake())
  }

  @Test func firstComeFirstServed() async throws {
    let speaker = try seat()
    #expect(speaker.tryTake())
    let order = Log()
    let seats = try (0..<6).map { _ in try seat() }
    for (number, seat) in seats.enumerated() {
      try await wait(seat) { _ in
        order.note("\(number)")
        seat.release()
      }
    }
    #expect(order.lines.isEmpty)
    speaker.release()
    #expect(await eventually { order.lines.count == 6 })
    #expect(order.lines == (0..<6).map { "\($0)" })
  }

  @Test func whoInterruptsGoesFirst() async throws {
    let (speaker, waiting, hasty) = (try seat(), try seat(), try seat(.interrupt))
    #expect(speaker.tryTake())
    let log = Log()
    try speaker.answer { request in log.note("speaker \(request)") }
    try waiting.answer { request in log.note("waiting \(request)") }
    try await wait(waiting) { _ in log.note("waiting speaks") }
    try await wait(hasty) { _ in log.note("hasty speaks") }
    #expect(await eventually { log.lines == ["speaker yield"] })
    speaker.close()
    #expect(await eventually { log.lines.count == 2 })
    try await Task.sleep(for: .milliseconds(50))
    hasty.close()
    #expect(await eventually { log.lines == ["speaker yield", "hasty speaks", "waiting speaks"] })
  }

  @Test func theLaterOfTwoWhoInterruptSpeaksLast() async throws {
    let (first, second) = (try seat(.interrupt), try seat(.interrupt))
    try first.answer { [weak first] in if $0 == .yield { first?.release() } }
    #expect(await first.take())
    #expect(await second.take())
    #expect(!first.tryTake())
  }

  @Test func whoInterruptsIsNotMeantByItself() async throws {
    let hasty = try seat(.interrupt)
    let log = Log()
    try hasty.answer { log.note("\($0)") }
    #expect(await hasty.take())
    // Another's request, made while the seat is held, shows that the door is answered.
    let other = try seat(.interrupt)
    let waiting = Task { await other.take() }
    #expect(await eventually { !log.lines.isEmpty })
    hasty.release()
    #expect(await waiting.value)
    #expect(log.lines == ["yield"])
  }

  @Test func ofManyWhoInterruptAtOnceOneSpeaks() async throws {
    let seats = try (0..<4).map { _ in try seat(.interrupt) }
    for seat in seats { try seat.answer { [weak seat] in if $0 == .yield { seat?.release() } } }
    await withTaskGroup { group in
      for seat in seats { group.addTask { _ = await seat.take() } }
    }
    #expect(await eventually { seats.count { $0.isHeld } == 1 })
  }

  @Test func aFrozenSpeakerHindersNobodyForLongWhoInterrupts() async throws {
    let (frozen, hasty) = (try seat(), try seat(.interrupt))
    #expect(frozen.tryTake())
    #expect(await hasty.take())
  }

  @Test func mixingNeitherWaitsNorKeepsOthersWaiting() throws {
    let (speaker, mixing, next) = (try seat(), try seat(.mix), try seat())
    #expect(speaker.tryTake() && mixing.tryTake())
    speaker.release()
    #expect(next.tryTake())
  }

  @Test func aWaitThatIsGivenUpComesToNothing() async throws {
    let (speaker, waiting, next) = (try seat(), try seat(), try seat())
    #expect(speaker.tryTake())
    let answer = Log()
    try await wait(waiting) { taken in answer.note("\(taken)") }
    waiting.release()
    #expect(await eventually { answer.lines == ["false"] })
    speaker.release()
    #expect(await next.take())
    next.release()
    #expect(await waiting.take())
  }

  @Test func givingUpWithoutHavingWaitedHindersNobody() throws {
    let (speaker, second, next) = (try seat(), try seat(), try seat())
    #expect(speaker.tryTake() && !second.tryTake())
    second.release()
    speaker.release()
    #expect(next.tryTake())
  }
}

/// `gust stop`, and what else comes in at the door.
@Suite(.timeLimit(.minutes(1))) struct SilencingTests {
  let folder: TemporaryFolder
  let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path("gust")
  }

  @Test func allFallSilentAndAreCounted() throws {
    let seats = try [SpeechSeat.Manner.queue, .queue, .mix].map { try SpeechSeat($0, in: path) }
    #expect(seats[0].tryTake() && !seats[1].tryTake())
    for seat in seats {
      try seat.answer { [weak seat] request in
        if request == .stop { seat?.closeElsewhere() }
      }
    }
    #expect(try silenceSpeakers(within: .seconds(20), in: path).silenced == 3)
    #expect(try silenceSpeakers(within: .seconds(20), in: path).silenced == 0)
  }

  @Test func whoIsSlowIsNotWaitedForWithoutEnd() throws {
    let seat = try SpeechSeat(.queue, in: path)
    try seat.answer { _ in }
    #expect(try silenceSpeakers(within: .milliseconds(100), in: path).unresponsive == 1)
  }

  @Test func noSocketStaysBehindAndStaleOnesAreSweptAway() throws {
    let seat = try SpeechSeat(.queue, in: path)
    let own = try #require(names.first)
    // A socket of a process that was killed: bound by a path, and with nobody behind it.
    for name in ["gust/speaker-1-old", "gust/speaker-2-new"] { try bindAndForget(folder.path(name)) }
    var times = [timespec(tv_sec: 1, tv_nsec: 0), timespec(tv_sec: 1, tv_nsec: 0)]
    #expect(unsafe utimensat(AT_FDCWD, folder.path("gust/speaker-1-old"), &times, 0) == 0)
    try folder.write("gust/speaker-file", [1])
    #expect(try silenceSpeakers(within: .zero, in: path).unresponsive == 1)
    #expect(Set(names) == [own, "speaker-2-new", "speaker-file"])
    seat.close()
    #expect(Set(names) == ["speaker-2-new", "speaker-file"])
  }

  @Test func nonsenseIsHarmless() async throws {
    let seat = try SpeechSeat(.queue, in: path)
    let requests = Log()
    try seat.answer { request in requests.note("\(request)") }
    let name = try #require(names.first)
    for message in ["", "x", "hello, stop", String(repeating: "\0", count: 100_000)] {
      try tell(folder.path("gust/\(name)"), message)
    }
    #expect(try silenceSpeakers(within: .milliseconds(300), in: path).unresponsive == 1)
    #expect(await eventually { requests.lines == ["stop"] })
    seat.close()
  }

  private var names: [String] {
    let names = try? TemporaryFolder.names(at: path)
    return (names ?? []).filter { $0 != "seat" }
  }
}

/// Where the speakers meet.
@Suite struct SeatFolderTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func itIsMadeForItsOwnerAlone() throws {
    _ = try SpeechSeat(.queue, in: folder.path("gust"))
    var status = stat()
    #expect(unsafe stat(folder.path("gust"), &status) == 0)
    #expect(status.st_mode & 0o777 == 0o700)
  }

  @Test func whatSomebodyElsePutThereIsNotUsed() throws {
    let target = folder.path("target")
    unsafe mkdir(target, 0o700)
    #expect(unsafe symlink(target, folder.path("link")) == 0)
    unsafe mkdir(folder.path("open"), 0o777)
    unsafe chmod(folder.path("open"), 0o755)
    try folder.write("file", [])
    for name in ["link", "open", "file"] {
      #expect(throws: SeatError.unsafeFolder(path: folder.path(name))) {
        try SpeechSeat(.queue, in: folder.path(name))
      }
    }
    #expect(try TemporaryFolder.names(at: target).isEmpty)
    #expect(throws: SeatError.system(path: folder.path("none/gust"), errno: ENOENT)) {
      try SpeechSeat(.queue, in: folder.path("none/gust"))
    }
  }

  @Test func aLockFileThatIsALinkIsNotFollowed() throws {
    let path = folder.path("gust")
    unsafe mkdir(path, 0o700)
    #expect(unsafe symlink(folder.path("victim"), path + "/seat") == 0)
    #expect(throws: SeatError.self) { try SpeechSeat(.queue, in: path) }
    #expect(folder.contents(of: "victim") == nil)
  }

  @Test func aLongPathIsNoObstacle() throws {
    let path = folder.path(String(repeating: "x", count: 200))
    let seat = try SpeechSeat(.queue, in: path)
    try seat.answer { [weak seat] _ in seat?.closeElsewhere() }
    #expect(try silenceSpeakers(within: .seconds(20), in: path).silenced == 1)
  }
}
