/// A prompt, where C can read it: its address does not change. One thread has it.
@safe final class EditorPrompt {
  private static let capacity = 64
  let characters = UnsafeMutablePointer<CChar>.allocate(capacity: capacity)

  init() {
    unsafe characters.initialize(repeating: 0, count: Self.capacity)
  }

  deinit {
    unsafe characters.deallocate()
  }

  /// Cut off where there is no room, between two characters.
  var text = "" {
    didSet {
      var bytes: [CChar] = []
      for character in text {
        let more = character.utf8.map { CChar(bitPattern: $0) }
        guard bytes.count + more.count < Self.capacity else { break }
        bytes += more
      }
      for (index, byte) in (bytes + [0]).enumerated() { unsafe characters[index] = byte }
    }
  }
}
