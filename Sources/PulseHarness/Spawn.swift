import Glibc

/// What `posix_spawnp` failed with.
struct SpawnFailure: Error {
  let code: Int32
}

/// The descriptors a child gets as its own; nil is `/dev/null`.
struct ChildStreams {
  var input: Int32?
  var output: Int32?
  var error: Int32?
}

/// Starts a program found in PATH with no signal blocked, as threads of a pool have them all, and with none ignored, as
/// whatever a shell runs in the background has SIGINT: children would inherit both.
func spawn(
  _ program: String, _ arguments: [String], environment: [String], streams: ChildStreams
) -> Result<pid_t, SpawnFailure> {
  var actions = unsafe posix_spawn_file_actions_t()
  unsafe posix_spawn_file_actions_init(&actions)
  defer { unsafe posix_spawn_file_actions_destroy(&actions) }
  for (target, source) in [(0, streams.input), (1, streams.output), (2, streams.error)] as [(Int32, Int32?)] {
    if let source {
      unsafe posix_spawn_file_actions_adddup2(&actions, source, target)
    } else {
      unsafe posix_spawn_file_actions_addopen(&actions, target, "/dev/null", target == 0 ? O_RDONLY : O_WRONLY, 0)
    }
  }

  var attributes = posix_spawnattr_t()
  unsafe posix_spawnattr_init(&attributes)
  defer { unsafe posix_spawnattr_destroy(&attributes) }
  var none = sigset_t()
  unsafe sigemptyset(&none)
  unsafe posix_spawnattr_setsigmask(&attributes, &none)
  var ending = sigset_t()
  unsafe sigemptyset(&ending)
  for number in [SIGHUP, SIGINT, SIGPIPE, SIGTERM] { unsafe sigaddset(&ending, number) }
  unsafe posix_spawnattr_setsigdefault(&attributes, &ending)
  unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

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
