import CJansson

/// Owns one reference to a value of jansson's.
@safe struct JanssonNode: ~Copyable {
  private let pointer: UnsafeMutablePointer<json_t>

  deinit {
    unsafe json_decref(pointer)
  }

  private init?(_ pointer: UnsafeMutablePointer<json_t>?) {
    guard let pointer = unsafe pointer else { return nil }
    unsafe self.pointer = pointer
  }

  /// Gives the reference away, to a container that takes it over.
  private consuming func release() -> UnsafeMutablePointer<json_t> {
    let pointer = unsafe self.pointer
    discard self
    return unsafe pointer
  }
}

// Reading.
extension JanssonNode {
  /// Parses a whole document (`json_loadb`); nil when it is not JSON in UTF-8.
  init?(parsing bytes: [UInt8]) {
    unsafe self.init(
      bytes.withUnsafeBytes { buffer in
        unsafe json_loadb(buffer.baseAddress?.assumingMemoryBound(to: CChar.self), buffer.count, Self.parsing, nil)
      })
  }

  /// Where a document ceases to be one, as jansson tells it.
  static func faultPosition(in bytes: [UInt8]) -> (line: Int, column: Int)? {
    var fault = json_error_t()
    let node = unsafe JanssonNode(
      bytes.withUnsafeBytes { buffer in
        unsafe json_loadb(
          buffer.baseAddress?.assumingMemoryBound(to: CChar.self), buffer.count, parsing, &fault)
      })
    guard node == nil, fault.line > 0 else { return nil }
    return (Int(fault.line), max(1, Int(fault.column)))
  }

  private static let parsing = Int(JSON_DECODE_ANY | JSON_DECODE_INT_AS_REAL | JSON_ALLOW_NUL)

  /// The value and all within it. It calls itself once per level of nesting.
  var value: JSONValue { unsafe Self.value(of: pointer) }

  private static func value(of node: UnsafeMutablePointer<json_t>) -> JSONValue {
    switch unsafe node.pointee.type {
    case JSON_OBJECT: unsafe .object(members(of: node))
    case JSON_ARRAY: unsafe .array((0..<json_array_size(node)).map { unsafe value(of: json_array_get(node, $0)) })
    case JSON_STRING: unsafe .string(text(json_string_value(node), count: json_string_length(node)))
    case JSON_INTEGER, JSON_REAL: unsafe .number(json_number_value(node))
    case JSON_TRUE: .bool(true)
    case JSON_FALSE: .bool(false)
    default: .null
    }
  }

  private static func members(of node: UnsafeMutablePointer<json_t>) -> [String: JSONValue] {
    var members: [String: JSONValue] = [:]
    var place = unsafe json_object_iter(node)
    while let here = unsafe place {
      let key = unsafe text(json_object_iter_key(here), count: json_object_iter_key_len(here))
      members[key] = unsafe value(of: json_object_iter_value(here))
      unsafe place = json_object_iter_next(node, here)
    }
    return members
  }

  /// jansson has checked that it is UTF-8.
  private static func text(_ start: UnsafePointer<CChar>?, count: Int) -> String {
    unsafe String(decoding: UnsafeRawBufferPointer(start: start, count: count), as: UTF8.self)
  }
}

// Writing.
extension JanssonNode {
  /// A copy of `value`; nil when JSON cannot state it.
  static func copy(of value: JSONValue) -> JanssonNode? {
    switch value {
    case .null: unsafe JanssonNode(json_null())
    case .bool(let flag): unsafe JanssonNode(flag ? json_true() : json_false())
    case .number(let number): unsafe JanssonNode(Int64(exactly: number).map(json_integer) ?? json_real(number))
    case .string(var text): unsafe JanssonNode(text.withUTF8 { unsafe json_stringn(characters(of: $0), $0.count) })
    case .array(let elements): array(of: elements)
    case .object(let members): object(of: members)
    }
  }

  private static func array(of elements: [JSONValue]) -> JanssonNode? {
    guard let array = unsafe JanssonNode(json_array()) else { return nil }
    for element in elements {
      guard let node = copy(of: element), unsafe json_array_append_new(array.pointer, node.release()) == 0
      else { return nil }
    }
    return array
  }

  private static func object(of members: [String: JSONValue]) -> JanssonNode? {
    guard let object = unsafe JanssonNode(json_object()) else { return nil }
    for (key, member) in members {
      guard !key.utf8.contains(0), let node = copy(of: member),
        unsafe json_object_set_new(object.pointer, key, node.release()) == 0
      else { return nil }
    }
    return object
  }

  /// The document in UTF-8 (`json_dumpb`).
  borrowing func text(indented: Bool) -> [UInt8] {
    let layout = indented ? gust_json_indent(2) : Int(JSON_COMPACT)
    let flags = layout | Int(JSON_SORT_KEYS | JSON_ENCODE_ANY) | gust_json_real_precision(15)
    let count = unsafe json_dumpb(pointer, nil, 0, flags)
    return unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, written in
      written = unsafe json_dumpb(pointer, Self.characters(of: UnsafeBufferPointer(buffer)), count, flags)
    }
  }

  private static func characters(of bytes: UnsafeBufferPointer<UInt8>) -> UnsafeMutablePointer<CChar>? {
    unsafe UnsafeMutableRawPointer(mutating: bytes.baseAddress)?.assumingMemoryBound(to: CChar.self)
  }
}
