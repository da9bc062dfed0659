/// The samples that came last, as many as fit, addressed by their age: 1 is the latest.
struct RecentSamples: Sendable {
  private var storage: [Int16]
  /// Where the next sample goes.
  private var cursor = 0
  /// How many are kept.
  private(set) var count = 0

  init(capacity: Int) {
    storage = Array(repeating: 0, count: capacity)
  }

  mutating func removeAll() { count = 0 }

  mutating func append(_ samples: borrowing Span<Int16>) {
    for index in samples.indices {
      storage[cursor] = samples[index]
      cursor = cursor + 1 == storage.count ? 0 : cursor + 1
    }
    count = min(count + samples.count, storage.count)
  }

  /// The sample of that age; silence where none is kept, and where none has come yet (ages below 1).
  subscript(age: Int) -> Int16 {
    age >= 1 && age <= count ? storage[place(age)] : 0
  }

  /// Adds `amount` to the sample of that age.
  mutating func add(_ amount: Int, at age: Int) {
    guard age >= 1, age <= count else { return }
    storage[place(age)] = Int16(clamping: Int(storage[place(age)]) + amount)
  }

  /// Shows `body` the samples from `age` on, up to `limit` of them or to where the memory wraps. Returns how many those were.
  func withSamples(at age: Int, atMost limit: Int, _ body: (borrowing Span<Int16>) -> Void) -> Int {
    precondition(age <= count && limit <= age, "samples that are not kept")
    let first = place(age)
    let shown = min(limit, storage.count - first)
    body(storage.span.extracting(first..<first + shown))
    return shown
  }

  private func place(_ age: Int) -> Int {
    cursor >= age ? cursor - age : cursor - age + storage.count
  }
}
