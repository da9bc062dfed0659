/// A `Content-Type` value (RFC 9110 §8.3.1), read leniently.
struct MediaType {
  /// `type/subtype` in lower case.
  let name: String
  /// The parameters by lower-case name, without quotes.
  private let parameters: [String: String]

  init(_ value: String) {
    let parts = value.split(separator: ";").map { String($0).trimmingWhitespace() }
    name = parts.first?.lowercased() ?? ""
    var parameters: [String: String] = [:]
    for part in parts.dropFirst() {
      let pair = part.split(separator: "=", maxSplits: 1).map { String($0).trimmingWhitespace() }
      if pair.count == 2 { parameters[pair[0].lowercased()] = pair[1].filter { $0 != "\"" } }
    }
    self.parameters = parameters
  }

  subscript(parameter: String) -> String? { parameters[parameter] }
}
