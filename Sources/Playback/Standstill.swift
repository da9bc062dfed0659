import Synchronization

/// Whether one utterance, or one narration, has let the sound of its player stand still: it must not do so beyond its own end.
package final class Standstill: Sendable {
  private let audio: AudioThread?
  private let isOver = Mutex(false)

  init(_ audio: AudioThread?) {
    self.audio = audio
  }

  package convenience init(_ player: Player) { self.init(player.audio) }

  package func begin() {
    // Under the lock, so that nothing comes between the end of the utterance and what it leaves behind.
    isOver.withLock { if !$0 { audio?.pause(for: ObjectIdentifier(self)) } }
  }

  package func end() { audio?.resume(for: ObjectIdentifier(self)) }

  /// The utterance is over.
  package func close() {
    isOver.withLock { isOver in
      isOver = true
      end()
    }
  }
}
