import AudioTypes
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

  @Test func concurrentShutdownsAllReturn() async throws {
    let client = try HTTPClient()
    await withTaskGroup { group in
      for _ in 0..<8 { group.addTask { await offPool { client.shutdown() } } }
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

private final class CallCounter: Sendable {
  let gate = Gate()
  private let calls = Mutex(0)

  var count: Int { calls.withLock { $0 } }

  func note() {
    calls.withLock { $0 += 1 }
    gate.open()
  }
}
