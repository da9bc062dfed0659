internal import AudioTypes
internal import Glibc

/// Gives one paced body to MHD, chunk by chunk, each at its time. Used only by its connection's thread.
final class BodySender {
  enum Next {
    /// This many bytes have been written to the buffer.
    case bytes(Int)
    case end
    case broken
  }

  private let bytes: [UInt8]
  private let plan: StreamPlan
  private let bytesPerMillisecond: Int
  private let exchange: Exchange
  private var chunkIndex = 0
  private var position = 0

  init(bytes: [UInt8], plan: StreamPlan, bytesPerMillisecond: Int, exchange: Exchange) {
    self.bytes = bytes
    self.plan = plan
    self.bytesPerMillisecond = bytesPerMillisecond
    self.exchange = exchange
  }

  /// Waits until the next chunk is due and copies as much of it as fits. The log's stamp is taken here, last before
  /// MHD frames the bytes and hands them to the socket.
  func next(into buffer: UnsafeMutableRawBufferPointer) -> Next {
    guard chunkIndex < plan.chunks.count else { return finish() }
    let chunk = plan.chunks[chunkIndex]
    guard exchange.wait(until: chunk.due) else { return .broken }
    let end = min(chunk.bytes.upperBound, position + buffer.count)
    let part = bytes[position..<end]
    unsafe buffer.copyBytes(from: part)
    position = end
    if end == chunk.bytes.upperBound { chunkIndex += 1 }
    exchange.logSend(part.count, total: position, due: chunk.due, bytesPerMillisecond: bytesPerMillisecond)
    return .bytes(part.count)
  }

  private func finish() -> Next {
    switch plan.ending {
    case .complete:
      return .end
    case .hang:
      _ = exchange.wait(until: nil)
      return .broken
    case .cut(let how):
      exchange.logEnding(.cut)
      switch how {
      case .endEarly: return .end
      case .close: return .broken
      case .reset:
        exchange.resetConnection()
        return .broken
      }
    }
  }
}
