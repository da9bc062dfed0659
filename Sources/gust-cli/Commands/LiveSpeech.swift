import Gust
import Platform

/// A text that is spoken while it is being written.
struct LiveSpeech {
  private let options: SayOptions
  private let player: Player
  private let run: NarrationRun

  init(_ options: SayOptions, _ player: Player, _ run: NarrationRun) {
    self.options = options
    self.player = player
    self.run = run
  }

  /// Speaks all of it, and says how the program is to end.
  func run() async throws -> Ending {
    try options.request(for: "…").check()
    var input = input()
    // Sound and connection are made while the text is waited for. What is wrong with them is told when something is spoken.
    let preparation = Task { [player] in try? await player.prepare() }
    defer { preparation.cancel() }
    guard let first = try await input.next() else { throw PlaybackError.request(.textEmpty) }
    let text = try LiveText(language: options.languageCode, markup: options.markup)
    guard await run.control.waitForTurn() else { return run.caught.ending }
    let narration = player.narrate(text, as: options.request(for: ""), options: options.narration)
    let reading = Task.detached { [input, isEcho = options.isEcho] in
      await input.feed(text, from: first, isEcho: isEcho) { narration.snapshot.state.isSpeech }
    }
    let ending = await run.end(of: narration, takesKeys: !options.isTyped)
    // A reader that is still waiting has nothing to say, and ends with the program.
    guard text.isFinished else { return ending }
    return await told(text.damage, await reading.value, ending)
  }

  private func input() -> TextInput {
    switch options.text {
    case .argument(let text):
      return TextInput(argument: text)
    case .file(let path):
      if path == "-" { TypedText.explain(options, "Type the text; it is spoken as it comes. Ctrl-D ends it.") }
      return TextInput(path: path)
    }
  }

  private func told(_ damage: (invalid: Int, removed: Int), _ error: UsageError?, _ ending: Ending) async -> Ending {
    if damage.invalid > 0 {
      run.status.say("gust: \(TextDamage(damage.invalid).message)")
    }
    guard let error else { return ending }
    if case .status(.success) = ending { return .failure(error.message, .general) }
    StandardStream.error.tell(error.message)
    return ending
  }
}

extension NarrationSnapshot.State {
  /// Something is to be heard, now or soon.
  fileprivate var isSpeech: Bool {
    switch self {
    case .speaking, .paused: true
    case .waitingForText, .over: false
    }
  }
}
