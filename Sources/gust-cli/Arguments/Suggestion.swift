/// The word of `candidates` that whoever wrote `word` may have meant; nil when none is near enough to be named.
///
/// A word is near when it is what another begins with, or when few letters differ: one of up to five, two of more.
func suggestion(for word: String, among candidates: [String]) -> String? {
  let word = word.lowercased()
  guard (2...40).contains(word.count) else { return nil }
  let limit = word.count < 6 ? 1 : 2
  let near = candidates.map { ($0, editDistance(Array(word), Array($0))) }.filter { $0.1 <= limit }
  let longer = candidates.filter { $0.hasPrefix(word) }
  if longer.count == 1 { return longer[0] }
  return near.min { $0.1 < $1.1 }?.0
}

/// How many letters have to be put in, left out, replaced or exchanged with the next (optimal string alignment).
private func editDistance(_ word: [Character], _ other: [Character]) -> Int {
  var (beforeLast, last) = ([Int](), Array(0...other.count))
  for row in word.indices {
    var current = [row + 1]
    for column in other.indices {
      let isSame = word[row] == other[column]
      var distance = min(last[column] + (isSame ? 0 : 1), last[column + 1] + 1, current[column] + 1)
      if row > 0, column > 0, word[row] == other[column - 1], word[row - 1] == other[column] {
        distance = min(distance, beforeLast[column - 1] + 1)
      }
      current.append(distance)
    }
    (beforeLast, last) = (last, current)
  }
  return last[other.count]
}

extension String {
  /// The beginning of what somebody wrote, for a sentence about it: at most 40 code points.
  var inShort: String { unicodeScalars.count > 40 ? "\(String(unicodeScalars.prefix(39)))…" : self }

  /// The complaint about a word that is none of `choices`.
  static func choosing(_ word: String, for name: String, among choices: [String]) -> String {
    let hint = suggestion(for: word, among: choices).map { " Did you mean \($0)?" } ?? ""
    return "\(name) takes \(choices.inWords), not \(word.debugDescription).\(hint)"
  }
}

extension [String] {
  /// As in `mp3, pcm or wav`.
  var inWords: String {
    guard let last, count > 1 else { return first ?? "" }
    return dropLast().joined(separator: ", ") + " or " + last
  }
}
