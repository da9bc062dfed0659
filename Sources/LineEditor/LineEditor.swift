import CEdit
import Glibc
import Platform

/// Lines that a person edits at the terminal behind standard input and standard error, with history, completion, and messages
/// that appear above the line without disturbing it (libedit, editline(3)).
///
/// It has a thread of its own, on which all of libedit runs. Any thread may call its methods. One at a time in a process.
public final class LineEditor: Sendable {
  /// What the person at the terminal did.
  public enum Event: Sendable, Equatable {
    /// Ended a line; without its line break.
    case line(String)
    /// Pressed Ctrl-C, of which `interrupt` told, on an empty line.
    case interrupt
    /// Pressed Ctrl-D on an empty line. Lines may still follow.
    case end
    /// Nothing can be edited any more.
    case failed(LineEditorError)
  }

  /// What happens, until `end` was called or the terminal is gone. For one reader.
  public let events: AsyncStream<Event>
  private let mailbox: EditorMailbox
  private let thread: SystemThread

  /// So many lines may wait for the reader of `events`.
  private static let capacity = 1000

  /// Loads libedit, and shows the prompt.
  ///
  /// - Parameters:
  ///   - prompt: what stands before the line.
  ///   - history: where lines come from that can be had again, and where new ones go.
  ///   - complete: what Tab does with the text before the cursor; called on the editor's thread.
  public init(
    prompt: String, history: LineHistory, complete: @escaping @Sendable (String) -> LineCompletion
  ) throws(LineEditorError) {
    if let reason = Self.loadingProblem { throw .libraryMissing(package: "libedit2", reason: reason) }
    guard StandardStream.input.isForegroundTerminal, StandardStream.error.isForegroundTerminal else {
      throw .noTerminal
    }
    let (events, announcements) = AsyncStream<Event>.makeStream(bufferingPolicy: .bufferingOldest(Self.capacity))
    let mailbox = try EditorMailbox()
    self.events = events
    self.mailbox = mailbox
    do throws(SystemThreadError) {
      thread = try SystemThread(name: "gust-editor") {
        defer { announcements.finish() }
        guard let editing = LineEditing(mailbox, history, complete, announcements) else {
          announcements.yield(.failed(.refused))
          return
        }
        editing.run(prompt)
      }
    } catch {
      throw .system(errno: error.code)
    }
  }

  deinit {
    mailbox.end()
  }

  private static let loadingProblem: String? = unsafe cedit_load().map { unsafe String(cString: $0) }

  /// Shows a text, of one or more lines, above the line that is edited.
  public func say(_ text: String) { mailbox.say(text) }

  /// Has another prompt from now on, the line that is edited included.
  public func show(prompt: String) { mailbox.show(prompt: prompt) }

  /// Ctrl-C came, which a terminal tells by SIGINT: what was typed is dropped; if that is nothing, `Event.interrupt` follows.
  public func interrupt() { mailbox.interrupt() }

  /// Sets the terminal back and stops the process, as Ctrl-Z asks. Returns when it goes on; the line is edited further once
  /// the process is in the foreground.
  public func suspend() async { await mailbox.suspend() }

  /// The process was made to go on (SIGCONT): others may have used the terminal meanwhile.
  public func goOn() { mailbox.goOn() }

  /// Takes the prompt away, and sets the terminal back; waits for that. What was said before is shown. Idempotent.
  public func end() {
    mailbox.end()
    thread.join()
  }
}
