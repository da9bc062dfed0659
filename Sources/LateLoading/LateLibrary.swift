/// A C library that the thread loads which needs it first, instead of ld.so before `main`. What loads it is C, one function
/// for each library (CLateLoading).
///
/// Keep it in a `static let`, which is made on its first use: any thread, and others wait meanwhile.
public struct LateLibrary: Sendable {
  private let package: String
  private let problem: String?

  /// Loads it.
  ///
  /// - Parameters:
  ///   - package: Debian's package of it.
  ///   - load: returns nil, or why it failed (dlerror(3)), in memory that lasts until the next call of a dl function.
  public init(package: String, _ load: () -> UnsafePointer<CChar>?) {
    self.package = package
    problem = unsafe load().map { unsafe String(cString: $0) }
  }

  /// Does nothing if it was loaded.
  ///
  /// - Parameter missing: makes the error to throw from Debian's package and the loader's reason.
  public func check<Failure: Error>(
    orThrow missing: (_ package: String, _ reason: String) -> Failure
  ) throws(Failure) {
    guard let problem else { return }
    throw missing(package, problem)
  }
}
