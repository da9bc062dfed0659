import AudioTypes
import HTTPStreaming
import RingBuffer
import Synchronization

/// Reads a ring to its end, at most `piece` bytes at a time, waking the client as the audio thread would.
func readAll(
  _ consumer: consuming RingConsumer, of client: HTTPClient, piece: Int = 65_536
) async -> (bytes: [UInt8], end: RingEnd) {
  var all: [UInt8] = []
  for _ in 0..<200_000 {
    let bytes = read(&consumer, atMost: piece)
    all += bytes
    let end = consumer.endReached()
    guard case .open = end else { return (all, end) }
    if client.hasPausedTransfers { client.wake() }
    if bytes.isEmpty { try? await Task.sleep(for: .milliseconds(1)) }
  }
  return (all, .open)
}

/// Passes a reading end on to another task.
final class Handover: Sendable {
  private let consumer: Mutex<RingConsumer?>

  init(_ consumer: consuming RingConsumer) {
    self.consumer = Mutex(consume consumer)
  }

  func readAll(of client: HTTPClient, piece: Int) async -> (bytes: [UInt8], end: RingEnd) {
    guard let consumer = consumer.withLock({ $0.take() }) else { return ([], .open) }
    return await HTTPStreamingTests.readAll(consumer, of: client, piece: piece)
  }
}

/// Reads what is there.
func read(_ consumer: inout RingConsumer, atMost limit: Int) -> [UInt8] {
  var bytes = [UInt8](repeating: 0, count: limit)
  var span = bytes.mutableSpan
  var raw = unsafe span.mutableBytes
  let count = consumer.read(into: &raw)
  return Array(bytes[..<count.rawValue])
}

/// Reads until there are `count` bytes or the hang guard runs out.
func read(_ consumer: inout RingConsumer, exactly count: Int) async -> [UInt8] {
  var all: [UInt8] = []
  for _ in 0..<20_000 where all.count < count {
    all += read(&consumer, atMost: count - all.count)
    if all.count < count { try? await Task.sleep(for: .milliseconds(1)) }
  }
  return all
}
