import CPulse

/// libpulse, and the thirty libraries it brings: loaded by the first thread that makes a connection, while others get on
/// with theirs. Before `main` it would hold up the request by about two milliseconds, and a program that never sounds needs
/// none of it.
enum PulseLibrary {
  /// Any thread; waits while another one loads.
  static func load() throws(PulseError) {
    guard let problem else { return }
    throw .libraryMissing(problem)
  }

  private static let problem: String? = unsafe cpulse_load().map { unsafe String(cString: $0) }
}
