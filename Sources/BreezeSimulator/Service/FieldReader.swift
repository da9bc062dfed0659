/// Reads the fields of a JSON object as a schema wants them and notes what does not fit.
struct FieldReader {
  private let fields: [String: JSONValue]
  private let location: [String]
  private var known: Set<String> = []
  private(set) var problems: [FieldProblem] = []

  init(_ fields: [String: JSONValue], at location: [String]) {
    self.fields = fields
    self.location = location
  }

  /// A string of `length` characters (Unicode scalars, as JSON Schema counts); null and missing are the same.
  mutating func string(_ name: String, length: ClosedRange<Int>, isRequired: Bool = false) -> String? {
    switch take(name) {
    case .string(let value):
      if length.contains(value.unicodeScalars.count) { return value }
      note(name, "must have \(length.lowerBound) to \(length.upperBound) characters")
    case nil:
      if isRequired { note(name, "is required") }
    case .null where !isRequired: break
    default: note(name, "must be a string")
    }
    return nil
  }

  /// A number within `range`.
  mutating func number(_ name: String, in range: ClosedRange<Double>) -> Double? {
    let field = take(name)
    guard let field, field != .null else { return nil }
    guard let value = field.asNumber else {
      note(name, "must be a number")
      return nil
    }
    guard range.contains(value) else {
      note(name, "must lie between \(range.lowerBound) and \(range.upperBound)")
      return nil
    }
    return value
  }

  mutating func bool(_ name: String) {
    switch take(name) {
    case nil, .null, .bool: break
    default: note(name, "must be true or false")
    }
  }

  /// The fields of a nested object; none when it is null, missing or not an object.
  mutating func object(_ name: String) -> FieldReader {
    switch take(name) {
    case .object(let fields): return FieldReader(fields, at: location + [name])
    case nil, .null: break
    default: note(name, "must be an object")
    }
    return FieldReader([:], at: location + [name])
  }

  /// All problems, with the fields nobody asked for (`additionalProperties: false`).
  func finish() -> [FieldProblem] {
    problems
      + fields.keys.filter { !known.contains($0) }.sorted().map {
        FieldProblem(location: location + [$0], message: "is not a field of this request")
      }
  }

  private mutating func take(_ name: String) -> JSONValue? {
    known.insert(name)
    return fields[name]
  }

  private mutating func note(_ name: String, _ message: String) {
    problems.append(FieldProblem(location: location + [name], message: message))
  }
}
