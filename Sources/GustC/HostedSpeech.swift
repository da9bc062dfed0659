import CGust
import Gust

/// What the handle of an utterance stands for.
enum HostedSpeech: Sendable {
  case utterance(Utterance)
  case narration(Narration)

  /// Asks for silence; the order is on its way when this returns.
  func requestStop(fade: Duration) {
    switch self {
    case .utterance(let utterance): utterance.requestStop(fade: fade)
    case .narration(let narration): narration.requestStop(fade: fade)
    }
  }

  /// Hands over each event as C is told of it, with the report behind the last, until then.
  func forEachEvent(_ note: (Event, FinalReport?) -> Void) async {
    switch self {
    case .utterance(let utterance):
      for await event in utterance.events {
        let report: FinalReport? = if case .finished(let report) = event { .utterance(report) } else { nil }
        note(Event(event), report)
      }
    case .narration(let narration):
      var teller = NarrationTeller()
      for await event in narration.events {
        let report: FinalReport? = if case .finished(let report) = event { .narration(report) } else { nil }
        for event in teller.events(event) { note(event, report) }
      }
    }
  }
}

/// Tells what happens to the pieces of a narration as if it were one utterance.
private struct NarrationTeller {
  /// What those pieces say that are not over.
  private var texts: [Int: String] = [:]
  private var hasConnected = false
  private var hasFirstByte = false
  private var hasStarted = false

  mutating func events(_ event: NarrationEvent) -> [Event] {
    switch event {
    case .waitingForText: return [Event(kind: GUST_EVENT_WAITING_FOR_TEXT)]
    case .requested(let piece, let text): texts[piece] = text.text
    case .piece(let piece, .started): return started(piece)
    case .piece(_, .connecting):
      defer { hasConnected = true }
      return hasConnected ? [] : [Event(.connecting)]
    case .piece(_, .firstByte):
      defer { hasFirstByte = true }
      return hasFirstByte ? [] : [Event(.firstByte)]
    case .piece(_, let event): return [Event(event)]
    case .over(let piece, _, _): texts[piece] = nil
    case .failed(let failure): texts[failure.piece] = nil
    case .gap, .depthChanged, .deferred: break
    case .finished(let report): return [Event(FinalReport.narration(report))]
    }
    return []
  }

  private mutating func started(_ piece: Int) -> [Event] {
    defer { hasStarted = true }
    return (hasStarted ? [] : [Event(.started)]) + [Event(kind: GUST_EVENT_PIECE, text: texts[piece] ?? "")]
  }
}
