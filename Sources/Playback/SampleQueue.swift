import AudioTypes

/// Decoded samples on their way to the sink: a queue of fixed size on the audio thread, where both ends are.
struct SampleQueue {
  private var storage: [Int16]
  private var head = 0
  private(set) var count = 0

  /// Makes a queue for `capacity` samples. Allocates and touches all of it.
  init(capacity: Int) {
    storage = Array(repeating: 0, count: capacity)
  }

  var free: Int { storage.count - count }

  /// Puts samples behind those that wait. The caller has seen to it that they fit.
  mutating func append(_ samples: borrowing Span<Int16>) {
    precondition(samples.count <= free, "a block larger than the space that was promised to it")
    var tail = (head + count) % storage.count
    for index in samples.indices {
      storage[tail] = samples[index]
      tail = tail + 1 == storage.count ? 0 : tail + 1
    }
    count += samples.count
  }

  /// Takes the oldest sample.
  mutating func removeFirst() -> Int16 {
    precondition(count > 0, "the queue is empty")
    let sample = storage[head]
    head = head + 1 == storage.count ? 0 : head + 1
    count -= 1
    return sample
  }

  /// The samples that `latest` can give at most; fewer as long as fewer were put in.
  var capacity: Int { storage.count }

  /// The sample that was put in `age` samples ago, whether or not it still waits; 1 is the last.
  func latest(_ age: Int) -> Int16 {
    precondition(age >= 1 && age <= storage.count, "older than the queue is long")
    return storage[(head + count - age + storage.count) % storage.count]
  }

  mutating func removeAll() {
    head = 0
    count = 0
  }
}

/// The samples most recently given to the sink, addressed by their index in the sink's stream, so that what still waits in
/// the sound server can be written once more, quieter.
final class SampleHistory {
  private var storage: [Int16]
  /// Index of the sample that the next `append` stores.
  private(set) var end = 0
  /// Index of the oldest sample of the present stream.
  private var start = 0

  init(capacity: Int) {
    storage = Array(repeating: 0, count: capacity)
  }

  func append(_ sample: Int16) {
    storage[end % storage.count] = sample
    end += 1
  }

  /// A new stream begins: its indices start from zero, and nothing of the old one can be asked for. Allocates when the new
  /// one needs a larger `capacity`.
  func reset(capacity: Int) {
    if capacity > storage.count { storage = Array(repeating: 0, count: capacity) }
    start = 0
    end = 0
  }

  /// Forgets everything from `index` on: it is about to be written anew.
  func rewind(to index: Int) {
    // What was overwritten by the samples that go now does not come back.
    start = max(start, end - storage.count)
    end = max(min(end, index), start)
  }

  /// The sample at `index`; silence where it is not kept (any more).
  subscript(index: Int) -> Int16 {
    index >= max(start, end - storage.count) && index < end ? storage[index % storage.count] : 0
  }
}
