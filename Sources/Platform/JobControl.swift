import CLinux
import Glibc

/// What a program does when it is to stand still and when it goes on, as by Ctrl-Z and `fg`. Called on the main thread.
public protocol JobControl: Sendable {
  /// SIGTSTP came: make ready, and then call `stopProcess`, here or on any other thread.
  func suspend()
  /// SIGCONT came; in the foreground or the background, and after any stop.
  func goOn()
}

/// Ctrl-Z, unless the program was started to ignore it.
let jobControlSignals = [SIGTSTP, SIGCONT].filter { !isIgnored($0) }

/// From now on, and in every thread that is made later, these signals are taken by the main thread. A held SIGCONT still makes
/// a stopped process go on.
func holdJobControl() {
  var signals = sigset_t(jobControlSignals)
  unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
}

/// Stops the whole process by SIGTSTP, as if it had never been held, and returns when it goes on. Returns at once where the
/// system does not stop it: nobody is there who could make it go on (POSIX, orphaned process groups).
public func stopProcess() {
  var signals = sigset_t([SIGTSTP])
  var previous = sigset_t()
  unsafe pthread_sigmask(SIG_UNBLOCK, &signals, &previous)
  raise(SIGTSTP)
  unsafe pthread_sigmask(SIG_SETMASK, &previous, nil)
}
