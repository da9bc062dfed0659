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
