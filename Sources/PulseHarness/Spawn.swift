import Glibc

/// What `posix_spawnp` failed with.
struct SpawnFailure: Error {
  let code: Int32
}

/// Starts a program found in PATH with no input, with its output on `output` or thrown away, and with no signal
/// blocked: threads of a pool block them all, and children would inherit that.
func spawn(
  _ program: String, _ arguments: [String], environment: [String], output: Int32?
) -> Result<pid_t, SpawnFailure> {
  var actions = unsafe posix_spawn_file_actions_t()
  unsafe posix_spawn_file_actions_init(&actions)
  defer { unsafe posix_spawn_file_actions_destroy(&actions) }
  unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
  if let output {
    unsafe posix_spawn_file_actions_adddup2(&actions, output, 1)
  } else {
    unsafe posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
  }
  unsafe posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)

  var attributes = posix_spawnattr_t()
  unsafe posix_spawnattr_init(&attributes)
  defer { unsafe posix_spawnattr_destroy(&attributes) }
  var none = sigset_t()
  unsafe sigemptyset(&none)
  unsafe posix_spawnattr_setsigmask(&attributes, &none)
  unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))

  var identifier: pid_t = 0
  let failure = unsafe withCStrings([program] + arguments) { arguments in
    unsafe withCStrings(environment) { environment in
      unsafe posix_spawnp(&identifier, program, &actions, &attributes, arguments, environment)
    }
  }
  return failure == 0 ? .success(identifier) : .failure(SpawnFailure(code: failure))
}

/// Hands `body` the strings as C wants a list of them: pointers with nil behind the last.
private func withCStrings<Result>(
  _ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
  var pointers = unsafe strings.map { unsafe strdup($0) } + [nil]
  defer { unsafe pointers.forEach { unsafe free($0) } }
  return unsafe body(&pointers)
}
