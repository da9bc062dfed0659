import SpeechAPI

let testKey = "brz_0123456789abcdef"

func makeKey(_ text: String = testKey) throws -> APIKey { try APIKey(text) }

func head(_ status: Int, _ fields: [String: String] = [:]) -> ReplyHead {
  ReplyHead(status: status) { fields[$0] }
}

func serviceError(
  _ status: Int, _ body: String = "", _ fields: [String: String] = [:]
) throws -> SpeechServiceError {
  SpeechServiceError(head: head(status, fields), body: Array(body.utf8), redacting: try makeKey())
}

/// A small seeded generator (SplitMix64), so that a failing random case can be run again.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

extension String {
  /// Whether the text is one line that cannot steer a terminal.
  var isTerminalSafe: Bool {
    unicodeScalars.allSatisfy { scalar in
      let category = scalar.properties.generalCategory
      return category != .control && category != .format && category != .lineSeparator
        && category != .paragraphSeparator
    }
  }
}
