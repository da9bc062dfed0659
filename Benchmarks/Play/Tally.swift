import AudioTypes
import Gust

/// What must not be hidden behind good figures.
struct Tally {
  private var runs = 0
  private(set) var failures: [String] = []
  private(set) var stalls = 0
  private var stalledTime = Duration.zero
  private var newConnections = 0

  mutating func add(_ report: UtteranceReport) {
    runs += 1
    switch report.outcome {
    case .finished: break
    case .stopped: failures.append("stopped")
    case .truncated(let error), .failed(let error): failures.append(error.message)
    }
    stalls += report.stallCount
    stalledTime += report.stalledTime
    if !report.isConnectionReused { newConnections += 1 }
  }

  var text: String {
    let reasons = failures.isEmpty ? "" : " (\(Set(failures).sorted().joined(separator: "; ")))"
    return "stalls \(stalls), \(decimal(stalledTime.milliseconds)) ms in all · failures \(failures.count) of \(runs)"
      + "\(reasons) · new connections \(newConnections)"
  }
}
