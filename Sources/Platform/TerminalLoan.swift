import Glibc

/// The terminal while a library sets it as it likes, as one that edits lines does: whatever ends the program meanwhile, SIGKILL
/// apart, sets it back.
public enum TerminalLoan {
  /// Notes how the terminal is set. False when it cannot be, or we are in the background.
  @discardableResult
  public static func begin(_ terminal: StandardStream) -> Bool { TerminalMode.remember(terminal.rawValue) }

  /// Sets it back to that.
  public static func end() { TerminalMode.restore() }
}
