import FoundationEssentials
import SpeechAPI
import Testing

@Suite struct JSONValueTests {
  private func parse(_ text: String) -> JSONValue? { JSONValue(parsing: Array(text.utf8)) }

  @Test(
    arguments: [
      ("null", .null), (" true\n", .bool(true)), ("false", .bool(false)), ("0", .number(0)), ("-0.5e+2", .number(-50)),
      ("1E3", .number(1000)), (#""""#, .string("")), (#""\"\\\/\b\f\n\r\t""#, .string("\"\\/\u{8}\u{C}\n\r\t")),
      (#""\u00e9\uD83D\uDE00""#, .string("é😀")), (#""\ud83dx""#, .string("\u{FFFD}x")),
      (#""\ud83d\u0041""#, .string("\u{FFFD}A")), (#""\ude00""#, .string("\u{FFFD}")), ("[]", .array([])),
      ("[1, [2] ,{}]", .array([.number(1), .array([.number(2)]), .object([:])])),
      (#"{"a":1,"b":{"c":null},"a":2}"#, .object(["a": .number(2), "b": .object(["c": .null])])),
    ] as [(String, JSONValue)])
  func reads(text: String, value: JSONValue) {
    #expect(parse(text) == value)
  }

  @Test(arguments: [
    "", " ", "nul", "truex", "01", "-", "+1", "1.", ".5", "1e", "0x1", "NaN", "1e999", "\"", "\"\n\"", #""\x""#,
    #""\u12g4""#,
    #""\u123"#, "[1,]", "[1 2]", "[", "]", "{", "{\"a\"}", "{\"a\":}", "{a:1}", "{\"a\":1,}", "{} {}", "'a'",
    "\u{FEFF}1",
  ])
  func refuses(text: String) {
    #expect(parse(text) == nil)
  }

  @Test func refusesInvalidUTF8() {
    #expect(JSONValue(parsing: [0x22, 0xC3, 0x28, 0x22]) == nil)
    #expect(JSONValue(parsing: [0x22, 0xED, 0xA0, 0x80, 0x22]) == nil)
  }

  @Test func depthAndSizeAreBounded() {
    func nested(_ depth: Int) -> String { String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
    #expect(parse(nested(JSONValue.maximumDepth)) != nil)
    #expect(parse(nested(JSONValue.maximumDepth + 2)) == nil)
    #expect(parse(String(repeating: "[", count: JSONValue.maximumBytes)) == nil)
    #expect(parse("1" + String(repeating: " ", count: JSONValue.maximumBytes)) == nil)
  }

  @Test func writesWhatItReads() {
    let value: JSONValue = .object([
      "b": .array([.null, .bool(false), .number(1.5), .number(-3), .number(1e-7), .number(1e300)]),
      "a": .string("\u{0}\u{1F}\"\\/é😀\u{7F}"), "é": .object([:]),
    ])
    #expect(JSONValue(parsing: value.encoded()) == value)
    #expect(JSONValue.array([.number(.nan), .number(.infinity)]).encoded() == Array("[null,null]".utf8))
  }

  @Test func anotherReaderUnderstandsWhatIsWritten() throws {
    let text = String((0..<0x300).compactMap(UnicodeScalar.init).map(Character.init)) + "😀\u{2028}"
    let bytes = JSONValue.object(["text": .string(text), "n": .number(4)]).encoded()
    struct Body: Decodable { let text: String; let n: Double }
    let body = try JSONDecoder().decode(Body.self, from: Data(bytes))
    #expect(Array(body.text.unicodeScalars) == Array(text.unicodeScalars))
    #expect(body.n == 4)
  }

  /// Mutated documents; the reverse does not hold, since Foundation also takes a comma before a closing brace.
  @Test func acceptsNothingThatAnotherReaderRefuses() {
    struct Everything: Decodable {
      init(from decoder: any Decoder) throws {
        if var list = try? decoder.unkeyedContainer() {
          while !list.isAtEnd { _ = try list.decode(Everything.self) }
        } else if let members = try? decoder.container(keyedBy: Key.self) {
          for key in members.allKeys { _ = try members.decode(Everything.self, forKey: key) }
        } else {
          let value = try decoder.singleValueContainer()
          if !value.decodeNil(), (try? value.decode(Bool.self)) == nil, (try? value.decode(String.self)) == nil {
            _ = try value.decode(Double.self)
          }
        }
      }
      struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
      }
    }
    var random = SeededGenerator(state: 11)
    let seed = Array(#" {"a":[1,-2.5e3,true,null,"x\n\\é"],"b":{"c":false,"d":[]},"e":0} "#.utf8)
    let palette = Array(#"{}[]:,"\ 0123456789.eE+-tfn"#.utf8) + [0x00, 0x0A, 0x7F, 0x80, 0xC3, 0xFF]
    var accepted = 0
    for _ in 0..<20_000 {
      var document = seed
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let place = Int.random(in: 0..<document.count, using: &random)
        let byte = palette[Int.random(in: 0..<palette.count, using: &random)]
        switch Int.random(in: 0..<3, using: &random) {
        case 0: document[place] = byte
        case 1: document.insert(byte, at: place)
        default: document.remove(at: place)
        }
      }
      let ours = JSONValue(parsing: document) != nil
      let theirs = (try? JSONDecoder().decode(Everything.self, from: Data(document))) != nil
      #expect(!ours || theirs, "\(String(decoding: document, as: UTF8.self))")
      accepted += ours ? 1 : 0
    }
    #expect((1000..<19_000).contains(accepted))
  }
}
