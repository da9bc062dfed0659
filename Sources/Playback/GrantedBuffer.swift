import AudioTypes
import Synchronization

/// What the sound server granted of the buffer that was asked for, as time.
public struct GrantedBuffer: Sendable {
  /// How much it wants to be kept filled (`pa_buffer_attr.tlength`).
  public let targetLength: Duration
  /// The least it asks for at a time (`pa_buffer_attr.minreq`).
  public let minimumRequest: Duration
  /// From its taking a sample to the sample being heard (`pa_timing_info.sink_usec`), as told last; nil when it was not.
  public let sinkLatency: Duration?
}

/// Keeps what was granted while an utterance played. The audio thread writes it, without lock or allocation.
final class BufferRecord: Sendable {
  /// In nanoseconds; negative while unknown.
  private let targetLength = Atomic<Int64>(-1)
  private let minimumRequest = Atomic<Int64>(-1)
  private let sinkLatency = Atomic<Int64>(-1)

  func note(_ buffer: GrantedBuffer) {
    targetLength.store(buffer.targetLength.signedNanoseconds, ordering: .relaxed)
    minimumRequest.store(buffer.minimumRequest.signedNanoseconds, ordering: .relaxed)
    guard let latency = buffer.sinkLatency else { return }
    sinkLatency.store(latency.signedNanoseconds, ordering: .relaxed)
  }

  var snapshot: GrantedBuffer? {
    let target = targetLength.load(ordering: .relaxed)
    guard target >= 0 else { return nil }
    let latency = sinkLatency.load(ordering: .relaxed)
    return GrantedBuffer(
      targetLength: .nanoseconds(target), minimumRequest: .nanoseconds(minimumRequest.load(ordering: .relaxed)),
      sinkLatency: latency < 0 ? nil : .nanoseconds(latency))
  }
}
