/// Inner products of samples, exact.
enum SampleProduct {
  /// Width of the magnitude of the samples that `short` takes.
  static let bits = 11
  /// So many products of such samples fit into 32 bits.
  private static let chunk = 256

  /// The inner product of samples of no more than `bits` bits and a sign. The sums of 32 bits are what lets the compiler
  /// multiply eight samples at once.
  static func short(_ lhs: borrowing Span<Int16>, _ rhs: borrowing Span<Int16>) -> Int64 {
    precondition(lhs.count == rhs.count, "signals of different length")
    var product: Int64 = 0
    for start in stride(from: 0, to: lhs.count, by: chunk) {
      let end = min(start + chunk, lhs.count)
      let (left, right) = (lhs.extracting(start..<end), rhs.extracting(start..<end))
      var part: Int32 = 0
      for index in left.indices { part &+= Int32(left[index]) &* Int32(right[index]) }
      product += Int64(part)
    }
    return product
  }

  /// The inner product of any samples.
  static func long(_ lhs: borrowing Span<Int16>, _ rhs: borrowing Span<Int16>) -> Int64 {
    precondition(lhs.count == rhs.count, "signals of different length")
    var product: Int64 = 0
    for index in lhs.indices { product += Int64(Int32(lhs[index]) &* Int32(rhs[index])) }
    return product
  }

  static func square(_ sample: Int16) -> Int64 { Int64(sample) * Int64(sample) }

  /// A product by the energies of both signals, from −1 to 1; zero when either is silent.
  static func normalised(_ product: Int64, _ energy: Int64, _ otherEnergy: Int64) -> Double {
    guard energy > 0, otherEnergy > 0 else { return 0 }
    return Double(product) / (Double(energy).squareRoot() * Double(otherEnergy).squareRoot())
  }
}
