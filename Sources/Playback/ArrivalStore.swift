import AudioTypes
import Platform
import Prebuffering
import SpeechAPI
import Synchronization

/// What a player knows of how streams come, and the file that keeps it from one run to the next.
///
/// The file is a help and never a hindrance: absent, damaged, somebody else's or not to be written, playing goes on as if it
/// were empty.
final class ArrivalStore: Sendable {
  private struct Knowledge {
    var history = ArrivalHistory()
    /// The file took what was written last: what it holds is not less than what is known here.
    var isKept = true
  }

  private let file: StateFile?
  private let knowledge = Mutex(Knowledge())
  private let isRead = Atomic(false)

  /// - Parameter folder: where the file is, or will be; nil for none.
  init(folder: String?) {
    file = folder.map { StateFile(folder: $0, name: "arrivals") }
  }

  /// Has the file read, once, without waiting for the disk: until it is done nothing is known. Time enough when the first
  /// request has left.
  func loadSoon() {
    guard file != nil, !isRead.exchange(true, ordering: .relaxed) else { return }
    Task.detached { self.load() }
  }

  /// Reads the file. May wait for the disk.
  func load() {
    guard let kept = readFile() else { return }
    knowledge.withLock { knowledge in
      if knowledge.history == ArrivalHistory() { knowledge.history = kept }
    }
  }

  private func readFile() -> ArrivalHistory? {
    file?.read(limit: ArrivalHistory.longestText).map { ArrivalHistory(text: $0) }
  }

  /// What to expect of the next stream. Never waits.
  func prior(_ endpoint: ServiceEndpoint, _ encoding: AudioEncoding) -> StartPrior {
    knowledge.withLockIfAvailable { $0.history.prior(for: .init(endpoint, encoding)) } ?? .none
  }

  /// Learns from a stream that has ended, and writes the file; other programs may have done so meanwhile. Of two that do
  /// so in the same moment one is forgotten.
  func learn(_ trace: ArrivalTrace, _ endpoint: ServiceEndpoint, _ encoding: AudioEncoding) {
    knowledge.withLock { knowledge in
      if knowledge.isKept, let kept = readFile(), kept != ArrivalHistory() { knowledge.history = kept }
      knowledge.history.add(trace, to: .init(endpoint, encoding))
      knowledge.isKept = file?.replace(with: knowledge.history.text) ?? false
    }
  }
}

extension ArrivalHistory.Service {
  fileprivate init(_ endpoint: ServiceEndpoint, _ encoding: AudioEncoding) {
    self.init(origin: endpoint.origin, encoding: encoding)
  }
}

extension ServiceEndpoint {
  /// Scheme, host and port.
  var origin: String {
    let words = url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
    return words.prefix(3).joined(separator: "/")
  }
}
