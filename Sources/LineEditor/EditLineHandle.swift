import CEdit
import Glibc

/// libedit's editor and its list of lines, at the terminal behind standard input and standard error. One thread has it.
@safe struct EditLineHandle: ~Copyable {
  /// `EditLine *`.
  let editor: OpaquePointer
  private let lines: OpaquePointer
  private let input: UnsafeMutablePointer<FILE>
  private let output: UnsafeMutablePointer<FILE>

  /// Nil when libedit refuses. It must have been loaded.
  init?(historyCount: Int32) {
    guard let input = unsafe Self.stream(STDIN_FILENO, "r") else { return nil }
    guard let output = unsafe Self.stream(STDERR_FILENO, "w") else {
      unsafe fclose(input)
      return nil
    }
    let editor = unsafe el_init_fd("gust", input, output, output, STDIN_FILENO, STDERR_FILENO, STDERR_FILENO)
    guard let editor = unsafe editor, let lines = unsafe history_init() else {
      unsafe fclose(input)
      unsafe fclose(output)
      return nil
    }
    unsafe (self.input, self.output, self.editor, self.lines) = (input, output, editor, lines)
    // Its handlers would never run: the main thread takes the signals.
    unsafe cedit_set_signals(editor, 0)
    unsafe cedit_set_keys(editor, "emacs")
    // What is typed while one line has ended and the next not begun must come as it was typed: a kernel that gathers lines
    // would make a NUL of Ctrl-D.
    unsafe cedit_keep_raw(editor)
    unsafe cedit_use_history(editor, lines, historyCount)
  }

  deinit {
    unsafe el_end(editor)
    unsafe history_end(lines)
    unsafe fclose(input)
    unsafe fclose(output)
  }

  private static func stream(_ descriptor: Int32, _ mode: String) -> UnsafeMutablePointer<FILE>? {
    let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
    guard copy >= 0, let stream = unsafe fdopen(copy, mode) else {
      close(copy)
      return nil
    }
    return unsafe stream
  }

  /// Writes where libedit is writing, in its order.
  func write(_ text: String) {
    unsafe fputs(text, output)
  }

  func flush() {
    unsafe fflush(output)
  }

  func remember(_ line: String) {
    _ = unsafe cedit_remember(lines, line)
  }

  /// How many characters the line has.
  var length: Int {
    guard let line = unsafe el_wline(editor) else { return 0 }
    return unsafe line.pointee.lastchar - line.pointee.buffer
  }

  /// The line up to the cursor.
  var textBeforeCursor: String {
    guard let line = unsafe el_line(editor) else { return "" }
    let count = unsafe line.pointee.cursor - line.pointee.buffer
    let bytes = unsafe UnsafeRawBufferPointer(start: line.pointee.buffer, count: max(0, count))
    return unsafe String(decoding: bytes, as: UTF8.self)
  }

  func insert(_ text: String) {
    unsafe el_insertstr(editor, text)
  }

  func deleteLine() {
    let length = Int32(clamping: length)
    unsafe el_cursor(editor, length)
    unsafe el_deletestr(editor, length)
  }

  /// Sets the terminal for editing, or as it is for reading whole lines.
  func prepareTerminal(_ prepares: Bool) {
    unsafe cedit_prepare_terminal(editor, prepares ? 1 : 0)
  }
}
