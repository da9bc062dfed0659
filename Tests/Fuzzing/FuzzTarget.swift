/// Something of Gust that is given bytes from outside, and must take any.
///
/// To add one: write its function in a file beside this one, name it here, and, if it begins at a known shape, give `.ci/fuzz`
/// a seed for it.
struct FuzzTarget: Sendable {
  /// As it is called on the command line.
  let name: String
  /// Takes one input. It fails by trapping.
  let run: @Sendable ([UInt8]) -> Void

  static let all = decoding + service + text
}
