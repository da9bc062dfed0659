/// The samples most recently given to the sink, addressed by their index in the sink's stream, so that what still waits in
/// the sound server can be written once more: quieter, or to another stream when this one is lost.
final class SampleHistory {
  private var storage: [Int16]
  /// Where in `storage` index 0 lies.
  private var origin = 0
  /// Index of the sample that the next `append` stores.
  private(set) var end = 0
  /// Index of the oldest sample of the present stream.
  private var start = 0

  init(capacity: Int) {
    storage = Array(repeating: 0, count: capacity)
  }

  func append(_ sample: Int16) {
    storage[place(of: end)] = sample
    end += 1
  }

  /// A new stream begins: its indices start from zero, and nothing of the old one can be asked for. Allocates when the new
  /// one needs a larger `capacity`.
  func reset(capacity: Int = 0) {
    if capacity > storage.count { storage = Array(repeating: 0, count: capacity) }
    origin = 0
    start = 0
    end = 0
  }

  /// Another stream begins in place of one that was lost, with the sample at `index`: that is index 0 from now on.
  ///
  /// - Returns: which sample it really begins with: the oldest that is kept, when the one at `index` no longer is.
  func restart(at index: Int) -> Int {
    let index = min(max(index, oldest), end)
    origin = place(of: index)
    start = 0
    end -= index
    return index
  }

  /// Forgets everything from `index` on: it is about to be written anew.
  func rewind(to index: Int) {
    // What was overwritten by the samples that go now does not come back.
    start = oldest
    end = max(min(end, index), start)
  }

  /// Takes these samples out; those behind follow what was before.
  func remove(_ range: Range<Int>) {
    let range = range.clamped(to: oldest..<end)
    for index in range.upperBound..<end { storage[place(of: index - range.count)] = storage[place(of: index)] }
    start = oldest
    end -= range.count
  }

  /// The sample at `index`; silence where it is not kept (any more).
  subscript(index: Int) -> Int16 {
    index >= oldest && index < end ? storage[place(of: index)] : 0
  }

  private var oldest: Int { max(start, end - storage.count) }

  private func place(of index: Int) -> Int { (origin + index) % storage.count }
}
