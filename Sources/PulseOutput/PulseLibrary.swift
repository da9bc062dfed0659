import CPulse
import LateLoading

/// libpulse, and the thirty libraries it brings: loaded by the first thread that makes a connection, while others get on
/// with theirs. Before `main` it would hold up the request by about two milliseconds, and a program that never sounds needs
/// none of it.
package enum PulseLibrary {
  /// Its version. Loads it, which takes milliseconds the first time: no thread that is in a hurry.
  ///
  /// - Throws: `.libraryMissing`.
  package static func version() throws(PulseError) -> String {
    try load()
    return unsafe String(cString: pa_get_library_version())
  }

  /// Any thread; waits while another one loads.
  static func load() throws(PulseError) {
    try pulse.check { PulseError.libraryMissing($1) }
  }

  private static let pulse = unsafe LateLibrary(package: "libpulse0", cpulse_load)
}
