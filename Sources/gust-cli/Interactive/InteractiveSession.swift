import Gust
import LatencyReporting
import LineEditor
import Platform
import Synchronization

/// `gust say -i`: speaks each line that is typed.
///
/// Ctrl-C, Ctrl-Z and other signals come on the main thread; all else is done in the order in which it was typed.
final class InteractiveSession: JobControl {
  private let caught: CaughtSignal
  private let editor: LineEditor
  private let status: StatusLine
  private let speaker: LineSpeaker
  private let voice: Mutex<LineVoice>
  private let lastText = Mutex<String?>(nil)
  /// Whether it ends when all is spoken.
  private let isClosing = Mutex(false)
  /// Gives up waiting for a sink that was asked for.
  private let abandonment = Mutex<(@Sendable () -> Void)?>(nil)

  /// Takes over the terminal.
  init(_ options: SayOptions, _ caught: CaughtSignal) throws {
    self.caught = caught
    voice = Mutex(try LineVoice(options))
    let history = standardStateFolder().map { StateFile(folder: $0, name: "history") }
    let prompts = LinePrompts()
    let editor = try LineEditor(
      prompt: prompts.text(.idle), history: LineHistory(history), complete: SlashCommand.completion)
    self.editor = editor
    status = StatusLine(options.service, through: editor.say)
    speaker = LineSpeaker(options, status) { editor.show(prompt: prompts.text($0)) }
  }

  /// Speaks, and does, what is typed until the end is asked for.
  func run() async throws -> Ending {
    caught.standStill(with: self)
    caught.interruptInstead { self.interrupt() }
    caught.stopInstead { self.close() }
    // Sound and connection are made while the first line is typed. What is wrong with them is told when it is spoken.
    let preparation = Task { [player = voice.withLock(\.player)] in try? await player.prepare() }
    defer { preparation.cancel() }
    status.say("gust: Each line is spoken. /help shows the commands, Ctrl-D ends.")
    var wasInterrupted = false
    for await event in editor.events {
      switch event {
      case .line(let line): await take(line)
      case .end: finish()
      case .interrupt where wasInterrupted: close()
      case .interrupt: status.sayError("gust: Ctrl-C once more, or Ctrl-D, ends.")
      case .failed(let error): return .failure(error.description, .general)
      }
      wasInterrupted = event == .interrupt
    }
    speaker.stop()
    await speaker.waitUntilIdle()
    editor.end()
    return caught.cause?.ending ?? .status(.success)
  }

  // MARK: Lines

  private func take(_ line: String) async {
    switch SlashCommand.meaning(of: line) {
    case .nothing: break
    case .speech(let text): speak(text)
    case .mistake(let message): tell(message)
    case .command(let command, let operand): await run(command, operand)
    }
  }

  private func speak(_ text: String) {
    lastText.withLock { $0 = text }
    do throws(PlaybackError) {
      let (player, request) = try voice.withLock { voice throws(PlaybackError) in
        // One that cannot be heard any more stays so.
        if speaker.hasLostSound { voice.use(try voice.makePlayer(on: voice.device), on: voice.device) }
        return (voice.player, voice.request(for: text))
      }
      if !speaker.add(LineSpeaker.Line(player: player, request: request)) {
        tell("Too many lines wait to be spoken; this one is left out.")
      }
    } catch {
      tell(error.message)
    }
  }

  private func run(_ command: SlashCommand, _ operand: String?) async {
    switch (command, operand) {
    case (.again, _): again()
    case (.device, let device?): await use(device)
    case (.device, nil): tell("The sink is \(voice.withLock(\.device) ?? "the server's default").")
    case (.help, _): editor.say(SlashCommand.overview)
    case (.pause, _): if !speaker.pause() { tell("Nothing is being spoken.") }
    case (.quit, _): finish()
    case (.resume, _): if !speaker.resume() { tell("Nothing stands still.") }
    case (.stop, _): if !speaker.stop() { tell("Nothing is being spoken.") }
    case (.timings, _): tellTimings()
    case (.voice, let id?): setVoice(id)
    case (.voice, nil): tell("The voice is \(voice.withLock(\.voiceID)).")
    case (.volume, let factor?): setVolume(factor)
    case (.volume, nil): tell("The volume is \(voice.withLock(\.volume)).")
    }
  }

  /// Above the line that is edited, in any case: it was asked for.
  private func tell(_ message: String) { status.sayError("gust: \(message.visibleOnOneLine)") }

  private func again() {
    guard let text = lastText.withLock({ $0 }) else { return tell("Nothing has been spoken yet.") }
    speak(text)
  }

  private func tellTimings() {
    guard let report = speaker.lastReport else { return tell("Nothing has been spoken yet.") }
    editor.say(report.timings)
  }

  private func setVoice(_ id: String) {
    do throws(PlaybackError) {
      try voice.withLock { voice throws(PlaybackError) in try voice.setVoice(id) }
    } catch {
      tell(error.message)
    }
  }

  private func setVolume(_ factor: String) {
    guard let volume = PlaybackOptions.volume(factor) else {
      return tell("/volume takes a number from 0 to 4, not \(factor.debugDescription).")
    }
    voice.withLock { $0.setVolume(volume) }
  }

  /// Has what comes next played on `name`, if sound can be had there; what is spoken meanwhile goes on where it is.
  private func use(_ name: String) async {
    let device = name == "default" ? nil : name
    do throws(PlaybackError) {
      let player = try voice.withLock { voice throws(PlaybackError) in try voice.makePlayer(on: device) }
      guard try await prepare(player) else { return tell("Stopped; the sink stays as it was.") }
      voice.withLock { $0.use(player, on: device) }
    } catch {
      tell(error.message)
    }
  }

  /// Waits until sound can be had; false when Ctrl-C came before: a server may not answer for long.
  private func prepare(_ player: Player) async throws(PlaybackError) -> Bool {
    let (outcomes, outcome) = AsyncStream<Result<Void, PlaybackError>>.makeStream()
    abandonment.withLock { $0 = outcome.finish }
    defer { abandonment.withLock { $0 = nil } }
    Task {
      do throws(PreparationError) {
        try await player.prepare()
        outcome.yield(.success(()))
      } catch {
        // What is wrong with the service is told when it is asked for speech.
        outcome.yield(error.sound.map(Result.failure) ?? .success(()))
      }
    }
    for await result in outcomes {
      try result.get()
      return true
    }
    return false
  }

  // MARK: The end

  /// Ends when all is spoken, and at once when asked for that again.
  private func finish() {
    let wasClosing = isClosing.withLock { isClosing in
      defer { isClosing = true }
      return isClosing
    }
    guard !wasClosing, !speaker.isIdle else { return close() }
    status.say("gust: It ends when all is spoken; Ctrl-D once more ends it at once.")
    Task {
      await speaker.waitUntilIdle()
      close()
    }
  }

  /// Ends now: `run` sees the end of what is typed.
  private func close() {
    speaker.stop()
    editor.end()
  }

  // MARK: Ctrl-C and Ctrl-Z

  private func interrupt() {
    if let abandon = abandonment.withLock({ $0.take() }) { return abandon() }
    guard !isClosing.withLock({ $0 }) else {
      // The editor's end is waited for, which must not be done on the main thread: that takes the signals.
      Task { close() }
      return
    }
    if !speaker.stop() { editor.interrupt() }
  }

  func suspend() {
    Task(priority: .high) {
      await speaker.suspend()
      await editor.suspend()
      speaker.endSuspension()
    }
  }

  func goOn() { editor.goOn() }
}

/// What stands before the line that is edited: how the speech stands.
struct LinePrompts {
  private let isUnicode = TextStyle(for: .error).isUnicode

  func text(_ activity: LineSpeaker.Activity) -> String {
    switch activity {
    case .idle: "> "
    case .speaking: isUnicode ? "▶ " : "* "
    case .paused: isUnicode ? "‖ " : "= "
    }
  }
}
