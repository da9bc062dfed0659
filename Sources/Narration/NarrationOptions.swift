/// How a text of many pieces is spoken.
public struct NarrationOptions: Sendable {
  /// How many generations may run at a time, 1 or 2. A service that turns a request away because of others lowers it for a
  /// while.
  public var depth = 2
  /// Silence between two pieces, to the sample where the second is there in time.
  public var pause = Duration.zero
  /// Whether to go on with the next piece when one fails. What would fail for every piece ends the narration in any case.
  public var keepsGoing = false

  /// Makes options: two generations at a time, no pause, and the end at the first failure.
  public init(depth: Int = 2, pause: Duration = .zero, keepsGoing: Bool = false) {
    self.depth = depth
    self.pause = pause
    self.keepsGoing = keepsGoing
  }
}
