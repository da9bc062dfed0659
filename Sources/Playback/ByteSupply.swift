import AudioTypes
import FileOutput
import HTTPStreaming
import SpeechAPI
import Synchronization

/// Brings bytes that the host has, as long as `feed` runs.
final class ByteSupply: AudioSupply {
  let encoding: AudioEncoding?
  private let intake: ByteIntake
  private let feed: @Sendable (ByteIntake) async throws -> Void

  var reply: AudioReply? { nil }
  var historyItemID: String? { nil }
  var liveEncoding: AudioEncoding? { nil }

  /// - Parameter feed: gives the intake all there is, and returns then; an error cuts the utterance short.
  init(_ encoding: AudioEncoding, _ intake: ByteIntake, feed: @escaping @Sendable (ByteIntake) async throws -> Void) {
    (self.encoding, self.intake, self.feed) = (encoding, intake, feed)
  }

  func run(announce: (UtteranceEvent) -> Void) async -> (Transfer.End, Transfer.Record) {
    let end = await fed()
    if case .complete = end { intake.end(isWhole: true) } else { intake.end(isWhole: false) }
    var record = Transfer.Record()
    record.bytesReceived = intake.byteCount
    return (end, record)
  }

  func reconsider(_ end: Transfer.End, _ record: inout Transfer.Record) -> Transfer.End { end }

  func finishSaving(_ end: Transfer.End) async throws(FileOutputError) -> ByteCount? { nil }

  /// Runs `feed` in a task of its own: one that is deaf to cancellation is left behind, and ends with its next bytes.
  private func fed() async -> Transfer.End {
    let (ends, continuation) = AsyncStream<Transfer.End>.makeStream()
    let task = Task { [intake, feed] in
      do {
        try await feed(intake)
        continuation.yield(Task.isCancelled ? .cancelled : .complete)
      } catch {
        continuation.yield(Task.isCancelled ? .cancelled : .cut(.source("\(error)")))
      }
    }
    return await withTaskCancellationHandler {
      await ends.first { _ in true } ?? .cancelled
    } onCancel: {
      // What the host does then is not for the thread that cancels, which may be the network's.
      Task { task.cancel() }
      continuation.yield(.cancelled)
    }
  }
}

extension Transfer.End {
  fileprivate static var cancelled: Self { .failed(.network(.cancelled)) }
}
