/// How many generations may run at a time: fewer once the service has turned one away because of others, and carefully more
/// again.
struct GenerationDepth {
  /// At the moment.
  private(set) var current: Int
  private let most: Int
  /// Pieces to come in peace before it is raised again; doubles with each time it was lowered.
  private var patience = 4
  private var peaceful = 0

  private static let mostPatience = 64

  init(_ most: Int) {
    self.most = min(max(most, 1), 2)
    current = self.most
  }

  /// The service had no room. Returns whether that lowers it.
  mutating func noteRefusal() -> Bool {
    peaceful = 0
    guard current > 1 else { return false }
    current = 1
    return true
  }

  /// A piece has come without being turned away. Returns whether that raises it.
  mutating func noteSuccess() -> Bool {
    guard current < most else { return false }
    peaceful += 1
    guard peaceful >= patience else { return false }
    (current, peaceful) = (most, 0)
    patience = min(patience * 2, Self.mostPatience)
    return true
  }
}
