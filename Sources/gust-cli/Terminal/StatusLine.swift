import Gust
import LatencyReporting
import Platform
import Synchronization

/// The one owner of standard error while something goes on: messages, and below them on a terminal one line that is written
/// over. It shows how the speech stands, or what is waited for and for how long already, and goes when that is over.
///
/// There is no line where nobody watches: with `-q` or a log, on what is no terminal or a dumb one, in the background. Nor is
/// there one where the terminal shows what is printed or typed, which it would write over. Any thread.
final class StatusLine: Sendable {
  private struct State {
    var note: (text: String, since: ContinuousClock.Instant)?
    var look: (@Sendable () -> LiveLine)?
    var ticker: Task<Void, Never>?
    var isHidden = false
    /// How many columns of the terminal the line takes that stands there; 0 when there is none.
    var shownLength = 0
    var shown = ""
  }

  private let stream = StandardStream.error
  private let queue = OutputQueue.error
  private let isQuiet: Bool
  private let isShown: Bool
  private let style: TextStyle
  /// Where messages go instead: to whoever has the terminal.
  private let owner: (@Sendable (String) -> Void)?
  private let state = Mutex(State())

  /// - Parameters:
  ///   - sharesTerminal: whether something is printed or typed where the line would stand.
  ///   - owner: what shows messages on a terminal that is not ours to write to; there is no line then.
  init(
    _ options: ServiceOptions, sharesTerminal: Bool = false, through owner: (@Sendable (String) -> Void)? = nil
  ) {
    isQuiet = options.isQuiet
    self.owner = owner
    style = TextStyle(for: .error)
    // A log would be written over.
    isShown =
      !isQuiet && owner == nil && !sharesTerminal && options.logLevel == nil && StandardStream.error.isTerminal
      && environmentVariable("TERM") ?? "dumb" != "dumb"
  }

  /// Shows `text` from now on, before anything else.
  func show(_ text: String) {
    change { state in
      let since = state.note?.since ?? .now
      state.note = (text, since)
    }
  }

  /// Shows how speech stands from now on, ten times a second.
  func follow(_ look: @escaping @Sendable () -> LiveLine) {
    change { $0.look = look }
  }

  /// What `show` showed is over.
  func clear() {
    change { $0.note = nil }
  }

  /// Takes the line away: there is nothing left to show.
  func end() {
    change { state in
      state.note = nil
      state.look = nil
    }
  }

  /// Takes the line away while the program stands still, or shows it again.
  func setHidden(_ isHidden: Bool) {
    change { $0.isHidden = isHidden }
  }

  /// Waits until the terminal has taken what is there for it, but not for long.
  func settle() async {
    await queue.flush(within: .milliseconds(250))
  }

  /// Writes a line that stays, above the one that does not; unless nothing but errors is to be printed.
  func say(_ line: String) {
    if !isQuiet { sayError(line) }
  }

  /// The same, in any case.
  func sayError(_ line: String) {
    if let owner { return owner(line) }
    state.withLock { state in
      let again = state.shown
      queue.offer(erasure(&state) + line + "\n" + Self.unwrapped(again))
      (state.shown, state.shownLength) = (again, again.visibleColumnCount)
    }
  }

  private func change(_ body: (inout State) -> Void) {
    guard isShown else { return }
    state.withLock { state in
      body(&state)
      draw(&state)
      let isNeeded = state.note != nil || state.look != nil
      if !isNeeded { state.ticker?.cancel() }
      state.ticker = isNeeded ? state.ticker ?? Task { await self.tick() } : nil
    }
  }

  private func tick() async {
    while !Task.isCancelled {
      try? await Task.sleep(for: .milliseconds(100))
      state.withLock { state in
        if !Task.isCancelled { draw(&state) }
      }
    }
  }

  /// Writes the line as it is now to be, if that is another one than stands there.
  private func draw(_ state: inout State) {
    let columns = stream.columnCount ?? 80
    let isVisible = !state.isHidden && columns >= LiveLine.leastColumns && stream.isForegroundTerminal
    let line = isVisible ? line(state, columns) : ""
    guard line != state.shown else { return }
    // A terminal that stands still is shown the newest line when it goes on, and not all of them.
    guard line.isEmpty || !queue.isBehind else { return }
    // In the background the terminal is somebody else's.
    guard stream.isForegroundTerminal else {
      (state.shown, state.shownLength) = ("", 0)
      return
    }
    queue.offer(erasure(&state) + Self.unwrapped(line))
    (state.shown, state.shownLength) = (line, line.visibleColumnCount)
  }

  private func line(_ state: State, _ columns: Int) -> String {
    if let (text, since) = state.note {
      let seconds = since.duration(to: .now).components.seconds
      let line = seconds > 0 ? "\(text) (\(seconds) s)" : text
      return String(line.prefix(columns - 1))
    }
    guard let live = state.look?(), !live.isOver else { return "" }
    return live.text(columns: columns - 1, style)
  }

  /// Cut off, not broken, by a terminal that has become narrower and not said so yet (DECAWM; tmux takes 250 ms).
  private static func unwrapped(_ line: String) -> String { line.isEmpty ? "" : "\u{1B}[?7l\(line)\u{1B}[?7h" }

  /// Takes away the line that stands there; of one that a narrower terminal has broken, all parts.
  private func erasure(_ state: inout State) -> String {
    defer { (state.shown, state.shownLength) = ("", 0) }
    guard state.shownLength > 0 else { return "" }
    let rows = (state.shownLength - 1) / max(1, stream.columnCount ?? 80)
    return (rows > 0 ? "\u{1B}[\(rows)A" : "") + "\r\u{1B}[J"
  }
}

extension String {
  /// Columns on a terminal, without what only colours (ECMA-48, SGR).
  fileprivate var visibleColumnCount: Int {
    split(separator: "\u{1B}[", omittingEmptySubsequences: false).enumerated().reduce(0) { sum, part in
      let text = part.offset == 0 ? part.element[...] : part.element.drop { $0 != "m" }.dropFirst()
      return sum + String(text).columnCount
    }
  }
}
