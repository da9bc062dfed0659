/// What a key that completes can do with a line.
public struct LineCompletion: Equatable, Sendable {
  /// What is put in at the cursor.
  public var insertion: String
  /// What is shown above the line, where there are several ways to go on.
  public var choices: [String]

  /// Makes a completion; by default one that does nothing.
  public init(insertion: String = "", choices: [String] = []) {
    self.insertion = insertion
    self.choices = choices
  }

  /// The completion of `word` to one of `words`: the only one it begins, or as far as all those go together.
  public init(of word: String, among words: [String]) {
    let matches = words.filter { $0.hasPrefix(word) }
    let common = matches.dropFirst().reduce(matches.first ?? word) { common, match in
      String(zip(common, match).prefix { $0 == $1 }.map(\.0))
    }
    let rest = String(common.dropFirst(word.count))
    self.init(
      insertion: matches.count == 1 ? rest + " " : rest, choices: matches.count > 1 && rest.isEmpty ? matches : [])
  }
}
