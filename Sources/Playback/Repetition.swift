import AudioTypes
import HTTPStreaming
import Platform
import SpeechAPI

/// Decides, for one request, whether it is sent again, and waits until then.
struct Repetition {
  private let policy: RetryPolicy
  private let started = MonotonicInstant.now
  private var failures = 0
  /// Answers that it is still in the making are counted apart: they are no failures.
  private var waits = 0

  init(_ policy: RetryPolicy) {
    self.policy = policy
  }

  /// Waits as long as the policy says.
  ///
  /// - Parameters:
  ///   - outcome: what the policy judges the last attempt by; nil when the same would come of it again.
  ///   - error: what came of it.
  ///   - announce: called before the wait.
  /// - Returns: whether to send it again.
  /// - Throws: `.network(.cancelled)` when the task is cancelled meanwhile.
  mutating func wait(
    after outcome: RetryPolicy.Outcome?, _ error: PlaybackError, announce: (RetryNotice) -> Void
  ) async throws(PlaybackError) -> Bool {
    guard let outcome else { return false }
    let delay = policy.delay(
      after: outcome, retriesMade: outcome.isNotReady ? waits : failures, elapsed: started.duration(to: .now),
      random: .random(in: 0..<1))
    guard let delay else { return false }
    if outcome.isNotReady { waits += 1 } else { failures += 1 }
    announce(RetryNotice(reason: error, delay: delay, number: failures + waits))
    do { try await Alarm.sleep(for: delay) } catch { throw .network(.cancelled) }
    return true
  }
}
