import AudioTypes
import Glibc

/// Asks `condition` every other millisecond until it holds or `limit` has passed, and returns whether it held. One that takes
/// long to answer is asked less often: what is waited for needs the processor, too.
func poll(limit: Duration, until condition: () -> Bool) -> Bool {
  let deadline = MonotonicInstant.now.advanced(by: limit)
  while true {
    let asked = MonotonicInstant.now
    if condition() { return true }
    let answered = MonotonicInstant.now
    guard answered < deadline else { return false }
    let pause = max(.milliseconds(2), min(asked.duration(to: answered) * 4, .milliseconds(50)))
    usleep(UInt32(pause / .microseconds(1)))
  }
}
