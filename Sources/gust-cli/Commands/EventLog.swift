import Gust
import JSON
import LatencyReporting
import Platform
import Synchronization

/// Prints what happens as JSON for programs: one object a line on standard output, each with `event` and `at_ms`, the
/// milliseconds since the program began to work.
///
/// The first line is `begin`, with the version of this scheme; the last one `end`, with the exit status. What lies between is
/// about one utterance each. `EventLog.table` describes every event.
///
/// No line is lost: who does not read them makes those wait who write them. They are written by one task, one after the other,
/// except for the last, which may come from another; nothing is written behind it.
final class EventLog: Sendable {
  static let version = 1
  private let start = MonotonicInstant.now
  /// Whether the last line is written. Held while a line is queued.
  private let isOver = Mutex(false)

  /// Begins the log of a command, which is ended by `end`, or because of what `caught` takes.
  init(_ command: String, _ caught: CaughtSignal) async {
    await write(
      "begin",
      [
        "schema": .string("gust-events"), "version": .count(Self.version), "gust": .string(Gust.version),
        "command": .string(command),
      ])
    caught.tellEnd { _ = await self.end($0) }
  }

  /// Something happened to an utterance.
  ///
  /// - Parameter number: which utterance of the run it is, from 1.
  func write(_ event: UtteranceEvent, utterance number: Int = 1) async {
    let (name, fields) = event.line
    await write(name, fields.merging(["utterance": .count(number)]) { $1 })
  }

  /// A file has got its name.
  ///
  /// - Parameter isComplete: whether it holds all of the speech.
  func writeSaved(_ path: String, _ count: ByteCount, isComplete: Bool, utterance number: Int = 1) async {
    await write(
      "saved",
      [
        "path": .string(path), "bytes": .count(count.rawValue), "complete": .bool(isComplete),
        "utterance": .count(number),
      ])
  }

  /// The program is about to end; only the first call counts. Returns how, so that this can stand behind `return`.
  func end(_ ending: Ending) async -> Ending {
    var fields: [String: JSONValue] = [:]
    switch ending {
    case .status(let status):
      fields["exit_status"] = .count(status.rawValue)
    case .failure(let message, let status):
      fields = ["exit_status": .count(status.rawValue), "error": .string(message.visibleOnOneLine)]
    case .signal(let signal):
      // As a shell reports it.
      fields = ["exit_status": .count(128 + signal.number), "signal": .count(signal.number)]
    }
    await write("end", fields, isLast: true)
    return ending
  }

  /// Any other event; `event` and `at_ms` are added.
  func write(_ event: String, _ fields: [String: JSONValue], isLast: Bool = false) async {
    // Waits while too much is under way. Then the queue is in use, and takes the line without waiting.
    await OutputQueue.output.write("")
    isOver.withLock { isOver in
      guard !isOver else { return }
      isOver = isLast
      let own: [String: JSONValue] = [
        "event": .string(event), "at_ms": .number((start.duration(to: .now).milliseconds * 1000).rounded() / 1000),
      ]
      StandardStream.output.writeLine(JSONValue.object(fields.merging(own) { $1 }).line)
    }
  }
}

extension EventLog {
  /// What every event means, for the manual: its name, its fields, and when it comes.
  static let table: [(event: String, fields: String, meaning: String)] = [
    ("begin", "schema, version, gust, command", "the program has understood what to do"),
    ("connecting", "", "its turn has come: it is asked of the service"),
    ("retrying", "number, delay_ms, reason", "a request was turned away, and is repeated after the delay"),
    ("waiting", "job, status", "speech in the making is waited for"),
    ("first_byte", "", "the first audio has come, where it is played"),
    ("started", "", "the first sample went to the sound server"),
    ("stalled", "", "playing ran dry"),
    ("resumed", "", "playing goes on"),
    ("recovering", "reason", "the stream broke off; its rest is fetched from the history"),
    ("recovered", "method", "the rest has come"),
    ("sound_lost", "reason", "the sound server or its device failed"),
    ("sound_back", "duration_ms", "playing goes on after that"),
    ("finished", "report", "the utterance is over; report is the latency report"),
    ("saved", "path, bytes, complete", "the file has got its name"),
    ("end", "exit_status, error, signal", "the last line; error and signal only where there is one"),
  ]
}

extension UtteranceEvent {
  /// The event's name, and what is told of it.
  fileprivate var line: (String, [String: JSONValue]) {
    switch self {
    case .connecting: ("connecting", [:])
    case .retrying(let notice):
      (
        "retrying",
        [
          "number": .count(notice.number), "delay_ms": .number(notice.delay.milliseconds),
          "reason": .string(notice.reason.message),
        ]
      )
    case .waiting(let job): ("waiting", ["job": .string(job.id), "status": .string(job.status.word)])
    case .recovering(let reason): ("recovering", ["reason": .string(reason.message)])
    case .recovered(let recovery):
      ("recovered", recovery.method.map { ["method": .string($0.rawValue)] } ?? [:])
    case .firstByte: ("first_byte", [:])
    case .started: ("started", [:])
    case .stalled: ("stalled", [:])
    case .resumed: ("resumed", [:])
    case .soundLost(let cause): ("sound_lost", ["reason": .string(cause.message)])
    case .soundBack(let recovery): ("sound_back", ["duration_ms": .number(recovery.duration.milliseconds)])
    case .finished(let report): ("finished", ["report": LatencyReport(report).value])
    }
  }
}
