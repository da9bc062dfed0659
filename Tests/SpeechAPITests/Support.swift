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
