import CLinux
import Glibc

/// The value of an environment variable that is set and not empty.
public func environmentVariable(_ name: String) -> String? {
  guard let value = unsafe getenv(name), unsafe value.pointee != 0 else { return nil }
  return unsafe String(cString: value)
}

/// A standard stream of the process.
public enum StandardStream: Int32, Sendable {
  /// Standard input.
  case input = 0
  /// Standard output.
  case output = 1
  /// Standard error.
  case error = 2

  /// Whether a person sits at its other end.
  public var isTerminal: Bool { isatty(rawValue) == 1 }

  /// Whether it is a terminal, and this program the one that people see there at present: not one in the background.
  public var isForegroundTerminal: Bool { isTerminal && tcgetpgrp(rawValue) == getpgrp() }

  /// Whether another program reads or writes at its other end.
  public var isPipe: Bool {
    var status = stat()
    guard unsafe fstat(rawValue, &status) == 0 else { return false }
    return [S_IFIFO, S_IFSOCK].contains(status.st_mode & S_IFMT)
  }

  /// How many columns the terminal has; nil when it is none, or does not say.
  public var columnCount: Int? {
    let columns = gust_terminal_columns(rawValue)
    return columns > 0 ? Int(columns) : nil
  }

  /// Writes a line. One that cannot be written is dropped (`OutputFault`).
  public func writeLine(_ line: String) {
    write(line + "\n")
  }

  /// Writes text as it stands, behind what is queued already. What cannot be written is dropped (`OutputFault`).
  ///
  /// Blocks until it is written, unless an `OutputQueue` of the stream is in use, which then takes it.
  public func write(_ text: String) {
    if !OutputQueue.take(text, for: self) { put(text) }
  }

  /// Writes text at once. Blocks.
  func put(_ text: String) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(rawValue, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      if count < 0 && errno == EAGAIN {
        waitForRoom(rawValue)
        continue
      }
      guard count > 0 else { return OutputFault.note(errno, on: self) }
      bytes = bytes.dropFirst(count)
    }
  }
}

/// Ends the program with an exit status.
public func endProgram(status: Int32) -> Never {
  TerminalMode.restoreForGood()
  exit(status)
}

/// Makes sure that the standard streams stand for something, so that no file of ours can take their place: one that was
/// closed fails when it is used. Call it first of all.
public func reserveStandardStreams() {
  for (descriptor, mode) in [(0, O_WRONLY), (1, O_RDONLY), (2, O_RDONLY)] as [(Int32, Int32)]
  where fcntl(descriptor, F_GETFD) < 0 {
    // Descriptors are given out lowest first, so this one is it.
    _ = unsafe open("/dev/null", mode)
  }
}

/// The program's arguments without its name; nil when one of them is not UTF-8 text, which Swift would change in silence.
public func programArguments() -> [String]? {
  var arguments: [String] = []
  for index in 1..<max(1, Int(CommandLine.argc)) {
    guard let bytes = unsafe CommandLine.unsafeArgv[index], let argument = unsafe String(validatingCString: bytes)
    else {
      return nil
    }
    arguments.append(argument)
  }
  return arguments
}
