internal import FoundationEssentials

/// Reads the fields of one JSON object whose fields all have defaults; fields nobody knows are refused.
struct ScriptFields<Key: CodingKey & CaseIterable> {
  private let container: KeyedDecodingContainer<Key>

  init(_ decoder: any Decoder) throws {
    let known = Set(Key.allCases.map(\.stringValue))
    let present = try decoder.container(keyedBy: AnyKey.self).allKeys
    if let stranger = present.first(where: { !known.contains($0.stringValue) }) {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "unknown field “\(stranger.stringValue)”"))
    }
    container = try decoder.container(keyedBy: Key.self)
  }

  func contains(_ key: Key) -> Bool { container.contains(key) }

  func value<Value: Decodable>(_ key: Key) throws -> Value? {
    try container.decodeIfPresent(Value.self, forKey: key)
  }

  func value<Value: Decodable>(_ key: Key, or fallback: Value) throws -> Value {
    try value(key) ?? fallback
  }
}

private struct AnyKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }
  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}

/// Decodes scripts for the control port and scenario files, with the field's place in the error.
func decodeScript<Script: Decodable>(_ type: Script.Type, from json: [UInt8]) throws(SimulatorError) -> Script {
  do {
    return try JSONDecoder().decode(type, from: Data(json))
  } catch DecodingError.dataCorrupted(let context), DecodingError.typeMismatch(_, let context),
    DecodingError.valueNotFound(_, let context), DecodingError.keyNotFound(_, let context)
  {
    let place = context.codingPath.map(\.stringValue).joined(separator: ".")
    throw .badScenario(reason: place.isEmpty ? context.debugDescription : "\(place): \(context.debugDescription)")
  } catch {
    throw .badScenario(reason: "\(error)")
  }
}
