/// Audio that the service keeps, for `Player.play`.
public enum AudioLocation: Sendable, Equatable {
  /// A stored generation, by its id.
  case historyItem(String)
  /// What a generation job makes, by the job's id: waited for as `PlayerConfiguration.jobPolling` says, then fetched from
  /// the history, or else from where the job says it lies.
  case generationJob(String)
}
