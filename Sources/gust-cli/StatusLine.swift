import Platform
import Synchronization

/// One line on the terminal that says what is being waited for, and for how long already. It is written over, and taken away
/// when the waiting is over. Nothing where nobody watches. Any thread.
final class StatusLine: Sendable {
  private struct State {
    var text: String?
    var ticker: Task<Void, Never>?
  }

  private let stream = StandardStream.error
  private let isShown: Bool
  private let state = Mutex(State())

  init(isQuiet: Bool) {
    isShown = !isQuiet && StandardStream.error.isTerminal
  }

  /// Shows `text` from now on, in place of what was shown before.
  func show(_ text: String) {
    guard isShown else { return }
    state.withLock { state in
      state.text = text
      state.ticker = state.ticker ?? Task { await self.tick() }
    }
  }

  /// Takes the line away.
  func clear() {
    guard isShown else { return }
    state.withLock { state in
      guard state.ticker != nil else { return }
      state.ticker?.cancel()
      state = State()
      stream.write("\r\u{1B}[K")
    }
  }

  private func tick() async {
    let start = ContinuousClock.now
    while !Task.isCancelled {
      state.withLock { state in
        guard !Task.isCancelled, let text = state.text else { return }
        let seconds = start.duration(to: .now).components.seconds
        let line = seconds > 0 ? "\(text) (\(seconds) s)" : text
        stream.write("\r\u{1B}[K\(line.prefix((stream.columnCount ?? 80) - 1))")
      }
      try? await Task.sleep(for: .seconds(1))
    }
  }
}
