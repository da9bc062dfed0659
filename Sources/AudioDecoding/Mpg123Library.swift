import CMpg123

/// libmpg123 as a whole.
package enum Mpg123Library {
  /// The interface it was built against, and the decoder it takes on this processor (`AVX`); the library itself tells no
  /// version before 1.32. Any thread.
  package static var description: String {
    let decoders = unsafe mpg123_supported_decoders()
    let best = unsafe decoders?.pointee.map { unsafe String(cString: $0) }
    return "API \(MPG123_API_VERSION)\(best.map { ", \($0)" } ?? "")"
  }
}
