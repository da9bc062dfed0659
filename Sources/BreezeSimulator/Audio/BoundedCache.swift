internal import AudioTypes

/// Keeps values up to a total size; the oldest go first. A value too large for it is not kept at all.
struct BoundedCache<Key: Hashable, Value> {
  private let capacity: ByteCount
  private var values: [Key: (value: Value, size: ByteCount)] = [:]
  private var order: [Key] = []
  private var total = ByteCount.zero

  init(capacity: ByteCount) {
    self.capacity = capacity
  }

  subscript(key: Key) -> Value? { values[key]?.value }

  mutating func insert(_ value: Value, for key: Key, size: ByteCount) {
    guard values[key] == nil, size <= capacity else { return }
    values[key] = (value, size)
    order.append(key)
    total = total + size
    while total > capacity, let oldest = values.removeValue(forKey: order.removeFirst()) {
      total = total - oldest.size
    }
  }
}
