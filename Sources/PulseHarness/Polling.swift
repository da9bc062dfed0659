import AudioTypes
import Glibc

/// Asks `condition` every other millisecond until it holds or `limit` has passed, and returns whether it held.
func poll(limit: Duration, until condition: () -> Bool) -> Bool {
  let deadline = MonotonicInstant.now.advanced(by: limit)
  while !condition() {
    guard MonotonicInstant.now < deadline else { return false }
    usleep(2000)
  }
  return true
}
