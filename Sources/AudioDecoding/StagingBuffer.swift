import AudioTypes

/// Bytes that wait for the rest of their frame. Nothing is allocated after `init` but by `grow`.
@safe struct StagingBuffer: ~Copyable, @unchecked Sendable {
  private var memory: UnsafeMutableRawBufferPointer
  private var start = 0
  private var end = 0

  /// Makes an empty buffer, aligned for samples, that holds `capacity` bytes.
  init(capacity: ByteCount) {
    unsafe memory = .allocate(byteCount: capacity.rawValue, alignment: 16)
  }

  deinit { unsafe memory.deallocate() }

  /// The bytes that wait.
  var count: Int { end - start }

  /// How many bytes can wait.
  var capacity: ByteCount { ByteCount(unsafe memory.count) }

  /// Makes room for `capacity` bytes in all; what waits stays.
  mutating func grow(to capacity: ByteCount) {
    guard capacity > self.capacity else { return }
    let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity.rawValue, alignment: 16)
    unsafe larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[start..<end]))
    unsafe memory.deallocate()
    unsafe memory = larger
    end -= start
    start = 0
  }

  /// The waiting byte at `index`, counted from the oldest.
  subscript(index: Int) -> UInt8 {
    precondition(index >= 0 && index < count, "no such byte waits")
    return unsafe memory[start + index]
  }

  /// Appends `bytes` after moving what waits to the front. More than fits breaks the contract of `feed`.
  mutating func append(_ bytes: RawSpan) {
    let waiting = count
    precondition(unsafe bytes.byteCount <= memory.count - waiting, "fed more than asked for")
    if start > 0 {
      unsafe UnsafeMutableRawBufferPointer(rebasing: memory[..<waiting])
        .copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[start..<end]))
    }
    unsafe bytes.withUnsafeBytes { source in
      unsafe UnsafeMutableRawBufferPointer(rebasing: memory[waiting...]).copyMemory(from: source)
    }
    start = 0
    end = waiting + bytes.byteCount
  }

  /// Lets `body` see the oldest `byteCount` bytes.
  func withFirst<Result, Failure: Error>(
    _ byteCount: Int, _ body: (RawSpan) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    precondition(byteCount >= 0 && byteCount <= count, "not that many bytes wait")
    let bytes = unsafe UnsafeRawBufferPointer(rebasing: memory[start..<start + byteCount])
    return try unsafe body(bytes.bytes)
  }

  /// Lets `body` see the oldest bytes as `count` samples.
  func withFirstSamples(_ count: Int, _ body: (Span<Int16>) -> Void) {
    precondition(count >= 0 && 2 * count <= self.count && start % 2 == 0, "not that many samples wait")
    let bytes = unsafe UnsafeRawBufferPointer(rebasing: memory[start..<start + 2 * count])
    body(unsafe bytes.bindMemory(to: Int16.self).span)
  }

  /// Takes the oldest `byteCount` bytes off.
  mutating func drop(_ byteCount: Int) {
    precondition(byteCount >= 0 && byteCount <= count, "not that many bytes wait")
    start += byteCount
  }

  /// Takes all bytes off.
  mutating func removeAll() {
    start = 0
    end = 0
  }
}
