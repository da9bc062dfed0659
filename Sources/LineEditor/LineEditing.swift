import CEdit
import Glibc
import Platform

/// Lines being edited: all that runs on the editor's thread.
final class LineEditing {
  private let mailbox: EditorMailbox
  private let history: LineHistory
  private let complete: (String) -> LineCompletion
  private let events: AsyncStream<LineEditor.Event>.Continuation
  private let handle: EditLineHandle
  private var keys = KeySequence()
  private var columnCount = StandardStream.error.columnCount
  private var messages: [String] = []
  /// The cursor is where a line begins, and nothing that libedit has drawn stands there.
  private var isRowFree = true
  private var isEnded = false
  /// The prompt as C has it.
  private let prompt: EditorPrompt

  /// A character that no keyboard has (a C1 control): libedit runs the command that looks for news.
  private static let newsKey: Unicode.Scalar = "\u{9E}"
  /// More characters are not taken into one line.
  private static let longestLine = 32_768
  /// How often it is looked whether the program has come to the foreground, in milliseconds.
  private static let backgroundLook: Int32 = 500

  /// Nil when libedit refuses. On the thread that edits.
  init?(
    _ mailbox: EditorMailbox, _ history: LineHistory, _ complete: @escaping (String) -> LineCompletion,
    _ events: AsyncStream<LineEditor.Event>.Continuation
  ) {
    guard cedit_use_utf8() != 0, let handle = EditLineHandle(historyCount: Int32(LineHistory.capacity)) else {
      return nil
    }
    (self.mailbox, self.history, self.complete, self.events) = (mailbox, history, complete, events)
    self.handle = handle
    prompt = EditorPrompt()
  }

  /// Takes lines until it is ended, or the terminal is gone.
  func run(_ prompt: String) {
    self.prompt.text = prompt
    TerminalLoan.begin(.input)
    defer { TerminalLoan.end() }
    unsafe install(on: handle.editor)
    for line in history.lines() { handle.remember(line) }
    while !isEnded {
      (isRowFree, keys) = (true, KeySequence())
      var count: Int32 = 0
      if let line = unsafe el_gets(handle.editor, &count) {
        take(unsafe String(cString: line))
      } else if !isEnded {
        handle.write("\n")
        announce(.end)
      }
    }
    handle.flush()
  }

  private func take(_ line: String) {
    let line = String(line.reversed().drop(while: \.isNewline).reversed())
    announce(.line(line))
    guard LineHistory.keeps(line) else { return }
    handle.remember(line)
    history.add(line)
  }

  private func announce(_ event: LineEditor.Event) {
    if case .dropped = events.yield(event) { messages.append("Lines come too fast: one was left out.") }
  }

  // MARK: Keys

  /// Waits for the next character; nil ends all.
  func nextKey() -> Unicode.Scalar? {
    while !isEnded {
      noteSize()
      obeyJobControl()
      if keys.isComplete {
        if mailbox.hasNews || !messages.isEmpty { return Self.newsKey }
      } else if mailbox.hasUrgentNews {
        // Whoever has pressed Escape, or searches, may press nothing more.
        keys.note(KeySequence.abort)
        return KeySequence.abort
      }
      let isForeground = StandardStream.input.isForegroundTerminal
      let isReadable = mailbox.wait(
        for: isForeground ? STDIN_FILENO : -1, milliseconds: isForeground ? -1 : Self.backgroundLook)
      if isReadable, let key = readKey() { return key }
    }
    return nil
  }

  /// Reads a character; nil where there is none that can stand in a line.
  private func readKey() -> Unicode.Scalar? {
    switch TerminalCharacter(from: STDIN_FILENO) {
    case .gone:
      isEnded = true
      return nil
    case .invalid:
      return nil
    case .character(let key):
      // libedit has NUL mean all that the terminal has no key for.
      guard key.value != 0, !(0x80...0x9F).contains(key.value) else { return nil }
      guard key.value < 0x20 || handle.length < Self.longestLine else { return nil }
      keys.note(key)
      return key
    }
  }

  private func noteSize() {
    let count = StandardStream.error.columnCount
    guard count != columnCount else { return }
    columnCount = count
    unsafe el_resize(handle.editor)
  }

  // MARK: Commands

  /// What libedit calls when there is news. Returns what it is to draw.
  func takeNews() -> Int32 {
    let news = mailbox.takeNews()
    messages += news.messages
    if let text = news.prompt { prompt.text = text }
    if news.isInterrupted { interrupt() }
    if news.isEnded {
      handle.deleteLine()
      prompt.text = ""
      isEnded = true
    }
    isRowFree = true
    return CC_REDISPLAY
  }

  private func interrupt() {
    if handle.length > 0 { handle.deleteLine() } else { announce(.interrupt) }
  }

  /// What Tab does. Returns what libedit is to draw.
  func completeLine() -> Int32 {
    let completion = complete(handle.textBeforeCursor)
    if !completion.insertion.isEmpty {
      handle.insert(completion.insertion)
      return CC_REFRESH
    }
    guard !completion.choices.isEmpty else { return CC_REFRESH_BEEP }
    messages.append(completion.choices.joined(separator: "  "))
    isRowFree = true
    return CC_REDISPLAY
  }

  /// What libedit draws before the line. What was said goes first, when the cursor is where it may.
  func drawnPrompt() -> UnsafeMutablePointer<CChar> {
    if isRowFree {
      for message in messages { handle.write(message + "\n") }
      messages = []
      isRowFree = false
    }
    return unsafe prompt.characters
  }

  // MARK: Ctrl-Z

  private func obeyJobControl() {
    let (mustSuspend, mustPrepare) = mailbox.takeJobControl()
    if mustSuspend {
      handle.prepareTerminal(false)
      TerminalLoan.end()
      handle.write("\n")
      handle.flush()
      stopProcess()
    }
    mailbox.noteGoingOn()
    guard mustSuspend || mustPrepare else { return }
    // Nobody tells a program that runs when it is brought to the foreground.
    while !StandardStream.input.isForegroundTerminal, !mailbox.isEnded {
      _ = mailbox.wait(for: -1, milliseconds: Self.backgroundLook)
    }
    TerminalLoan.begin(.input)
    handle.prepareTerminal(false)
    handle.prepareTerminal(true)
    isRowFree = true
    unsafe cedit_draw(handle.editor)
  }
}
