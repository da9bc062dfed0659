import Synchronization

/// Turns what is noted of one utterance into events. Any thread.
final class ProgressAnnouncer: Sendable {
  private struct Announced {
    var firstByte = false
    var started = false
    var stalls = 0
    var isStalled = false
    var soundRecoveries = AnnouncedSoundRecoveries()

    /// Takes over what `progress` says now, and returns what that means.
    mutating func update(_ progress: UtteranceProgress) -> [UtteranceEvent] {
      var events: [UtteranceEvent] = []
      if !firstByte, progress.timeline[.firstByte] != nil {
        firstByte = true
        events.append(.firstByte)
      }
      if !started, progress.timeline[.firstWrite] != nil {
        started = true
        events.append(.started)
      }
      let stallsNow = progress.stallCount.load(ordering: .acquiring)
      let isStalledNow = progress.isStalled.load(ordering: .acquiring)
      if isStalled, !isStalledNow || stallsNow > stalls { events.append(.resumed) }
      if stallsNow > stalls { events.append(.stalled) }
      if stallsNow > stalls, !isStalledNow { events.append(.resumed) }
      (stalls, isStalled) = (stallsNow, isStalledNow)
      return events + soundRecoveries.update(progress.soundRecoveries)
    }
  }

  private let progress: UtteranceProgress
  private let announce: @Sendable (UtteranceEvent) -> Void
  private let announced = Mutex(Announced())

  init(_ progress: UtteranceProgress, _ announce: @escaping @Sendable (UtteranceEvent) -> Void) {
    self.progress = progress
    self.announce = announce
  }

  /// Announces what has changed since the last call, before anybody else can announce what came later.
  func announceChanges() {
    announced.withLock { $0.update(progress).forEach(announce) }
  }
}
