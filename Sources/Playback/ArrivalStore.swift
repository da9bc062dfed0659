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
  private let file: StateFile?
  private let history = Mutex(ArrivalHistory())

  /// - Parameter folder: where the file is, or will be; nil for none.
  init(folder: String?) {
    file = folder.map { StateFile(folder: $0, name: "arrivals") }
  }

  /// Reads the file. May wait for the disk; until it is done nothing is known.
  func load() {
    guard let kept = file?.read(limit: ArrivalHistory.longestText) else { return }
    let read = ArrivalHistory(text: kept)
    history.withLock { history in
      if history == ArrivalHistory() { history = read }
    }
  }

  /// What to expect of the next stream. Never waits.
  func prior(_ endpoint: ServiceEndpoint, _ encoding: AudioEncoding) -> StartPrior {
    history.withLockIfAvailable { $0.prior(for: .init(endpoint, encoding)) } ?? .none
  }

  /// Learns from a stream that has ended, and writes the file; other programs may have done so meanwhile.
  func learn(_ trace: ArrivalTrace, _ endpoint: ServiceEndpoint, _ encoding: AudioEncoding) {
    let kept = file?.read(limit: ArrivalHistory.longestText).map { ArrivalHistory(text: $0) }
    let text = history.withLock { history in
      if let kept, kept != ArrivalHistory() { history = kept }
      history.add(trace, to: .init(endpoint, encoding))
      return history.text
    }
    file?.replace(with: text)
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
