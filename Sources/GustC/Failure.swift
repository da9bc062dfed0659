import CGust
import Glibc
import Gust

/// Why a call cannot do what it is asked: what `gust_last_error` and `gust_last_error_text` tell.
struct Failure: Error {
  let status: gust_status
  let text: String

  init(_ status: gust_status, _ text: String) {
    self.status = status
    self.text = text
  }

  static func argument(_ text: String) -> Failure { Failure(GUST_ERROR_ARGUMENT, text) }

  init(_ error: PlaybackError) {
    self.init(gust_status(FailureCategory(error)), error.message)
  }

  init(_ error: EnvironmentError) {
    self.init(gust_status(FailureCategory(error)), error.message)
  }
}

/// Runs the body of a function that returns a status.
func status(_ body: () throws(Failure) -> Void) -> gust_status {
  answer { () throws(Failure) in
    try body()
    return GUST_OK
  }
}

/// The same for one whose status says more than that it worked.
func answer(_ body: () throws(Failure) -> gust_status) -> gust_status {
  do {
    return try body()
  } catch {
    LastError.set(error)
    return error.status
  }
}

/// Runs the body of a function that returns something else, and `nothing` when it fails.
func result<Result>(else nothing: Result, _ body: () throws(Failure) -> Result) -> Result {
  do {
    return try body()
  } catch {
    LastError.set(error)
    return nothing
  }
}

/// The latest failure, for each thread.
enum LastError {
  private static let key: pthread_key_t? = {
    var key = pthread_key_t()
    return unsafe pthread_key_create(&key) { unsafe free($0) } == 0 ? key : nil
  }()
  /// Its value is the status itself, dressed as an address.
  private static let statusKey: pthread_key_t? = {
    var key = pthread_key_t()
    return unsafe pthread_key_create(&key, nil) == 0 ? key : nil
  }()

  static func set(_ failure: Failure) {
    guard let key, let statusKey else { return }
    unsafe free(pthread_getspecific(key))
    unsafe pthread_setspecific(key, strdup(failure.text))
    unsafe pthread_setspecific(statusKey, UnsafeRawPointer(bitPattern: UInt(failure.status.rawValue)))
  }

  /// Of this thread; `GUST_OK` when nothing has failed on it.
  static var status: gust_status {
    guard let statusKey else { return GUST_ERROR }
    return unsafe gust_status(rawValue: gust_status.RawValue(UInt(bitPattern: pthread_getspecific(statusKey))))
  }

  /// Of this thread; nil when nothing has failed on it.
  static var text: UnsafePointer<CChar>? {
    guard let key, let text = unsafe pthread_getspecific(key) else { return nil }
    return unsafe UnsafePointer(text.assumingMemoryBound(to: CChar.self))
  }
}
