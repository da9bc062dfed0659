/// Numbers the characters of a text that comes scalar by scalar, however long one of them gets.
struct CharacterCounter: Sendable {
  // What `String` itself cuts by: the standard library's public but underscored state machine.
  private var recognizer = Unicode._CharacterRecognizer()
  private var count = 0

  /// The number of the character that the next scalar belongs to.
  mutating func number(of scalar: Unicode.Scalar) -> Int {
    if recognizer.hasBreak(before: scalar) || count == 0 { count += 1 }
    return count - 1
  }
}
