import Synchronization

/// What is left of utterances that the audio thread is done with while others are being heard: to free their memory is for a
/// thread that may wait for a lock.
final class PlayoutRemains: Sendable {
  private static let capacity = 64
  private let playouts = Mutex(PlayoutRemains.room())

  private static func room() -> [Playout] {
    var room: [Playout] = []
    room.reserveCapacity(capacity)
    return room
  }

  /// Audio thread: leaves `playout` to be freed elsewhere. Neither waits nor allocates; where there is no room now it does
  /// nothing, and the caller frees it himself.
  func leave(_ playout: Playout) {
    playouts.withLockIfAvailable { if $0.count < Self.capacity { $0.append(playout) } }
  }

  /// Any other thread: frees what is there.
  func clear() {
    var gone = Self.room()
    playouts.withLock { swap(&$0, &gone) }
  }
}
