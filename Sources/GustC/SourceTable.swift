import CGust
import Glibc
import Gust
import Synchronization

/// The sources that can be read, in a table of fixed places: what reads them must neither wait nor lock nor allocate.
///
/// Whoever uses a place holds its `isInUse`: a reader that finds it held goes without, whoever frees a source waits for it.
@safe
enum SourceTable {
  @safe
  private struct Place: ~Copyable {
    /// Zero: free.
    let handle = Atomic<UInt>(0)
    let isInUse = Atomic(false)
    /// Owned, where the handle is not zero. For the holder of `isInUse`.
    let source = unsafe Atomic<UnsafeRawPointer?>(nil)
  }

  /// The most sources that there can be at a time.
  private static let capacity = 64
  /// Serializes all but readers.
  private static let change = Mutex(())
  nonisolated(unsafe) private static let places: UnsafeMutablePointer<Place> = {
    let places = UnsafeMutablePointer<Place>.allocate(capacity: capacity)
    for index in 0..<capacity { unsafe (places + index).initialize(to: Place()) }
    return unsafe places
  }()

  /// Lets what has this handle be read.
  static func insert(_ source: PullSource, as pointer: OpaquePointer?) throws(Failure) {
    try change.withLock { _ throws(Failure) in
      guard let index = index(of: 0) else { throw Failure(GUST_ERROR_STATE, "There are \(capacity) sources already.") }
      unsafe places[index].source.store(Unmanaged.passRetained(source).toOpaque(), ordering: .relaxed)
      unsafe places[index].handle.store(UInt(bitPattern: pointer), ordering: .releasing)
    }
  }

  /// It is read no more once this has returned.
  static func remove(_ pointer: OpaquePointer?) {
    change.withLock { _ in
      guard let index = index(of: UInt(bitPattern: pointer)) else { return }
      while unsafe places[index].isInUse.exchange(true, ordering: .acquiring) { usleep(1000) }
      let source = unsafe places[index].source.exchange(nil, ordering: .relaxed)
      unsafe places[index].handle.store(0, ordering: .relaxed)
      unsafe places[index].isInUse.store(false, ordering: .releasing)
      if let source = unsafe source { unsafe Unmanaged<PullSource>.fromOpaque(source).release() }
    }
  }

  /// Fills `samples`, with silence where there is no such source, or where another thread uses it.
  ///
  /// - Returns: how many frames are sound.
  static func read(_ pointer: OpaquePointer?, into samples: inout MutableSpan<Int16>) -> Int {
    guard unsafe pointer != nil, let index = index(of: UInt(bitPattern: pointer)),
      unsafe !places[index].isInUse.exchange(true, ordering: .acquiring)
    else { return silence(&samples) }
    defer { unsafe places[index].isInUse.store(false, ordering: .releasing) }
    // It may have been freed, and another put in its place, before this thread held it.
    guard unsafe places[index].handle.load(ordering: .relaxed) == UInt(bitPattern: pointer),
      let address = unsafe places[index].source.load(ordering: .relaxed)
    else { return silence(&samples) }
    let source = unsafe Unmanaged<PullSource>.fromOpaque(address).takeUnretainedValue()
    return source.read(into: &samples).rawValue
  }

  private static func index(of handle: UInt) -> Int? {
    for index in 0..<capacity where unsafe places[index].handle.load(ordering: .acquiring) == handle { return index }
    return nil
  }

  private static func silence(_ samples: inout MutableSpan<Int16>) -> Int {
    for index in samples.indices { samples[index] = 0 }
    return 0
  }
}
