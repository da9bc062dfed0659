import CLinux
import Glibc

/// Keeps the calling thread on one core; `core` counts on from the last one at the first.
func pinThread(toCore core: Int) {
  var set = cpu_set_t()
  let number = core % max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
  unsafe withUnsafeMutableBytes(of: &set) { bytes in
    unsafe bytes[number / 8] |= 1 << (number % 8)
  }
  _ = unsafe sched_setaffinity(0, MemoryLayout<cpu_set_t>.size, &set)
}
