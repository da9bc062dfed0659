/// Audio that the service keeps, for `Player.play`.
public enum AudioLocation: Sendable, Equatable {
  /// A stored generation, by its id.
  case historyItem(String)
  /// What a generation job makes, by the job's id: waited for as `PlayerConfiguration.jobPolling` says, then fetched from
  /// the history, or else from where the job says it lies.
  case generationJob(String)
}

extension AudioLocation {
  /// What `identifier` names: `hist_…` a stored generation, `job_…` a job; nil for anything else.
  public init?(identifier: String) {
    if identifier.hasPrefix("hist_") {
      self = .historyItem(identifier)
    } else if identifier.hasPrefix("job_") {
      self = .generationJob(identifier)
    } else {
      return nil
    }
  }
}
