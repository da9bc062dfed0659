import AudioTypes
import Glibc
import HTTPStreaming
import RingBuffer
import Synchronization
import Testing

/// Cancellation, shutdown and wake-ups.
@Suite struct LifetimeTests {
  @Test func cancelledTaskEndsItsTransfer() async throws {
    let client = try HTTPClient()
    let server = try RawServer([
      .readRequest, .send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nfive "), .awaitClose,
    ])
    let ring = RingBuffer(capacity: ByteCount(100))
    let producer = ring.producer
    let consumer = ring.consumer
    let receiver = RingReceiver(producer)
    let observer = StreamingObserver(receiver)
    let task = Task { await client.outcome(HTTPRequest(method: .get, url: server.url()), observer) }
    await offPool { observer.gotBody.wait() }
    task.cancel()
    let failure = try #require(await task.value.failure)
    #expect(failure.error == .cancelled)
    #expect(failure.head?.status == 200)
    receiver.abandon()
    let (bytes, end) = await readAll(consumer, of: client)
    #expect(bytes == Array("five ".utf8))
    #expect(end == .abandoned)
  }

  @Test func cancelledTaskSendsNothing() async throws {
    let client = try HTTPClient()
    let server = try RawServer([.readRequest])
    let gate = Gate()
    let task = Task {
      await offPool { gate.wait() }
      return await client.outcome(HTTPRequest(method: .get, url: server.url()))
    }
    task.cancel()
    gate.open()
    #expect(await task.value.failure?.error == .cancelled)
    #expect(server.acceptCount == 0)
  }

  @Test func cancellingOneTransferLeavesTheOthersAlone() async throws {
    let client = try HTTPClient()
    let gate = Gate()
    let server = try RawServer([
      .readRequest, .send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n"), .wait(gate), .send("rest"),
    ])
    let hanging = try RawServer([.readRequest, .send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n"), .awaitClose])
    let (observer, hangingObserver) = (CollectingObserver(), CollectingObserver())
    async let outcome = client.outcome(HTTPRequest(method: .get, url: server.url()), observer)
    let task = Task { await client.outcome(HTTPRequest(method: .get, url: hanging.url()), hangingObserver) }
    await offPool { hangingObserver.gotHead.wait() }
    task.cancel()
    #expect(await task.value.failure?.error == .cancelled)
    gate.open()
    #expect(try await outcome.get().collectedBody == Array("rest".utf8))
  }

  @Test func shutdownEndsRunningTransfersAndRefusesNewOnes() async throws {
    let client = try HTTPClient()
    let server = try RawServer([.readRequest, .awaitClose], [.readRequest, .awaitClose])
    let request = HTTPRequest(method: .get, url: server.url())
    async let first = client.outcome(request)
    async let second = client.outcome(request)
    for _ in 0..<20_000 where server.requests.count < 2 { try await Task.sleep(for: .milliseconds(1)) }
    await offPool { client.shutdown() }
    client.shutdown()
    client.wake()
    #expect(await first.failure?.error == .clientShutDown)
    #expect(await second.failure?.error == .clientShutDown)
    #expect(await client.outcome(request).failure?.error == .clientShutDown)
    #expect(server.acceptCount == 2)
  }

  @Test func concurrentShutdownsAllWaitForTheEnd() async throws {
    let watch = EndWatch()
    let client = try HTTPClient(onEnd: {
      usleep(50_000)  // Time enough for a call that does not wait.
      watch.noteEnd()
    })
    await withTaskGroup { group in
      for _ in 0..<8 {
        group.addTask {
          await offPool {
            client.shutdown()
            watch.noteReturn()
          }
        }
      }
    }
    #expect(watch.returns == EndWatch.Returns(early: 0, late: 8))
  }

  /// In a process of its own, which for a moment can open nothing.
  @Test func whereLibcurlCannotBeUsedEveryRequestSaysSo() async {
    await #expect(processExitsWith: .success) {
      let client = try clientWithoutDescriptors()
      for _ in 0..<2 {
        let error = await client.error(of: "http://127.0.0.1/")
        try #require(error?.description.hasPrefix("the transfer could not be set up: ") == true)
        client.shutdown()
      }
    }
  }

  @Test func everyWakeIsFollowedByACall() async throws {
    let calls = CallCounter()
    let client = try HTTPClient(onWake: { calls.note() })
    for _ in 0..<3 {
      let before = calls.count
      client.wake()
      await offPool { calls.gate.wait() }
      #expect(calls.count > before)
    }
  }

  /// The network thread lets go of the client last, and so ends itself.
  @Test func clientMayGoOnItsOwnThread() async throws {
    let holder = Holder()
    let gone = Gate()
    let client = try HTTPClient(onWake: {
      _ = holder.client.withLock { $0.take() }
      gone.open()
    })
    holder.client.withLock { $0 = client }
    client.wake()
    await offPool { gone.wait() }
  }
}

private final class Holder: Sendable {
  let client = Mutex<HTTPClient?>(nil)
}

/// A client whose network thread has ended, because libcurl had no descriptor to be woken by.
private func clientWithoutDescriptors() throws -> HTTPClient {
  let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
  var limit = rlimit()
  unsafe getrlimit(resource, &limit)
  var none = rlimit(rlim_cur: 0, rlim_max: limit.rlim_max)
  unsafe setrlimit(resource, &none)
  defer { unsafe setrlimit(resource, &limit) }
  let ended = Gate()
  let client = try HTTPClient(onEnd: { ended.open() })
  ended.wait()
  return client
}

/// How many calls returned before the network thread had come to its end, and how many after.
private final class EndWatch: Sendable {
  struct Returns: Equatable {
    var early = 0
    var late = 0
  }

  private let state = Mutex((hasEnded: false, returns: Returns()))

  var returns: Returns { state.withLock { $0.returns } }

  func noteEnd() { state.withLock { $0.hasEnded = true } }

  func noteReturn() {
    state.withLock { state in
      if state.hasEnded { state.returns.late += 1 } else { state.returns.early += 1 }
    }
  }
}

private final class CallCounter: Sendable {
  let gate = Gate()
  private let calls = Mutex(0)

  var count: Int { calls.withLock { $0 } }

  func note() {
    calls.withLock { $0 += 1 }
    gate.open()
  }
}
