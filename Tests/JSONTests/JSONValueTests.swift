import JSON
import Testing

/// The reader itself is jansson; what is ours are the bounds around it and the shape of what comes out.
@Suite struct JSONValueTests {
  private func parse(_ text: String) -> JSONValue? { JSONValue(parsing: Array(text.utf8)) }

  @Test(
    arguments: [
      ("null", .null), (" true\n", .bool(true)), ("0", .number(0)), ("-0.5e+2", .number(-50)), ("1", .number(1)),
      (#"" \"\\\/\u00e9\uD83D\uDE00""#, .string(" \"\\/é😀")), ("[]", .array([])),
      ("[1, [2] ,{}]", .array([.number(1), .array([.number(2)]), .object([:])])),
      (#"{"a":1,"b":{"c":null}}"#, .object(["a": .number(1), "b": .object(["c": .null])])),
    ] as [(String, JSONValue)])
  func reads(text: String, value: JSONValue) {
    #expect(parse(text) == value)
  }

  @Test(arguments: ["", " ", "nul", "1e999", "\"", "[1 2]", "[", "{\"a\":}", "{a:1}", "{} {}", "'a'", "<html>"])
  func refuses(text: String) {
    #expect(parse(text) == nil)
  }

  @Test(
    arguments: [
      ("{\"a\": 1,\n}", 2, 1), ("", 1, 1), ("[1 2]", 1, 4), ("{}", nil, nil),
      (String(repeating: "[", count: 99), nil, nil),
    ] as [(String, Int?, Int?)])
  func tellsWhereTheFaultIs(text: String, line: Int?, column: Int?) {
    let position = JSONValue.faultPosition(in: Array(text.utf8))
    #expect(position?.line == line && position?.column == column, "\(String(describing: position))")
  }

  @Test func refusesInvalidUTF8() {
    #expect(JSONValue(parsing: [0x22, 0xC3, 0x28, 0x22]) == nil)
    #expect(JSONValue(parsing: [0x22, 0xED, 0xA0, 0x80, 0x22]) == nil)
  }

  @Test func depthAndSizeAreBounded() {
    func nested(_ depth: Int) -> String { String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
    #expect(parse(nested(JSONValue.maximumDepth)) != nil)
    #expect(parse(nested(JSONValue.maximumDepth + 1)) == nil)
    #expect(parse(String(repeating: "[", count: JSONValue.maximumBytes)) == nil)
    #expect(parse("1" + String(repeating: " ", count: JSONValue.maximumBytes)) == nil)
  }

  @Test func bracketsInTextAreNoNesting() {
    let text = String(repeating: "[{", count: 100) + #"\""# + String(repeating: "[", count: 100) + #"\\"#
    #expect(parse("[\"\(text)\"]") != nil)
  }

  @Test func writesWhatItReads() {
    let value: JSONValue = .object([
      "b": .array([.null, .bool(false), .number(1.5), .number(-3), .number(1e-7), .number(1e300)]),
      "a": .string("\u{0}\u{1F}\"\\/é😀\u{7F}"), "é": .object([:]),
    ])
    #expect(JSONValue(parsing: value.encoded()) == value)
  }

  @Test func keysAreWrittenInOrderAndSlashesPlain() {
    let value: JSONValue = .object(["b": .string("x/y"), "a": .number(4)])
    #expect(String(decoding: value.encoded(), as: UTF8.self) == #"{"a":4,"b":"x/y"}"#)
  }
}
