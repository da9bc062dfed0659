/// Why a stand-in for the sound system did not do its work.
public enum HarnessError: Error, Equatable, Sendable {
  /// A program could not be started.
  case cannotStart(program: String, reason: String)
  /// No sound server is known by this name.
  case unknownServer(String)
  /// The sound server did not answer in time, or ended; the last lines of its log say more.
  case serverDidNotAnswer(log: String)
  /// `pactl` failed, with this exit status, or did not end (nil).
  case commandFailed(arguments: [String], status: Int32?)
  /// Something waited for did not come within the limit.
  case timedOut(waitingFor: String)
}
