/// Audio that the service keeps, for `Player.play`.
public enum AudioLocation: Sendable, Equatable {
  /// A stored generation, by its id.
  case historyItem(String)
}
