import BreezeSimulator
import Testing

/// One way to fail, and what has to come of it.
struct Mishap: Sendable, CustomTestStringConvertible {
  let testDescription: String
  var scenario = Scenario.noise(300)
  var arguments = ["Hello"]
  var environment: [String: String?] = [:]
  var input: [UInt8] = []
  let status: Int32
  /// What the sentence has to name.
  let words: [String]

  init(
    _ description: String, _ scenario: Scenario = .noise(300), arguments: [String] = ["Hello"],
    environment: [String: String?] = [:], input: [UInt8] = [], status: Int32, _ words: String...
  ) {
    testDescription = description
    self.scenario = scenario
    self.arguments = arguments
    self.environment = environment
    self.input = input
    self.status = status
    self.words = words
  }

  /// The service turns the request away.
  static func refused(_ httpStatus: Int, _ code: String, status: Int32, _ word: String) -> Mishap {
    let failure = Failure(
      status: httpStatus, code: code, retryAfterSeconds: [429, 503].contains(httpStatus) ? 60 : nil)
    return Mishap(
      "\(httpStatus) \(code)", Scenario { $0.failure = failure }, status: status, word, "\(httpStatus)", code)
  }

  /// The service answers with success, and something is wrong with what it sends.
  static func wrongReply(_ description: String, status: Int32 = 9, _ word: String, _ change: (inout Scenario) -> Void)
    -> Mishap
  {
    Mishap(description, .noise(300, change), status: status, word)
  }
}

extension Mishap {
  /// What is found before a request is sent.
  static let beforeRequest = [
    Mishap("no key", environment: ["BREEZE_API_KEY": nil], status: 3, "API key", "BREEZE_API_KEY", "--api-key-file"),
    Mishap("no key file", arguments: ["--api-key-file", "/nowhere/key", "Hello"], status: 3, "/nowhere/key", "read"),
    Mishap("a key with a line break", environment: ["BREEZE_API_KEY": "brz\nx: y"], status: 3, "key"),
    Mishap("no voice", environment: ["BREEZE_VOICE": nil], status: 2, "voice", "-v", "BREEZE_VOICE"),
    Mishap("guidance out of range", arguments: ["--guidance", "99", "Hello"], status: 2, "--guidance", "10", "99"),
    Mishap("guidance that is no number", arguments: ["--guidance", "much", "Hello"], status: 2, "--guidance", "much"),
    Mishap("guidance not a number", arguments: ["--guidance", "nan", "Hello"], status: 2, "--guidance", "nan"),
    Mishap("empty text", arguments: [""], status: 2, "text is empty"),
    Mishap("white space as text", arguments: [" \n\t "], status: 2, "text is empty"),
    Mishap("empty standard input", arguments: [], status: 2, "text is empty"),
    Mishap("nothing that is UTF-8", arguments: ["--async"], input: [0xFF, 0xFE], status: 2, "text is empty"),
    Mishap("no text file", arguments: ["-f", "/nowhere/text"], status: 2, "/nowhere/text", "No such file"),
    Mishap("text twice", arguments: ["-f", "/dev/null", "Hello"], status: 2, "-f", "both"),
    Mishap("a voice that is a path", arguments: ["-v", "../keys", "Hello"], status: 2, "voice id"),
    Mishap("an unknown option", arguments: ["--loud", "Hello"], status: 2, "--loud", "--help"),
    Mishap("an unknown letter", arguments: ["-Z", "Hello"], status: 2, "-Z"),
    Mishap("a negative number as text", arguments: ["-5 degrees"], status: 2, "-5", "--"),
    Mishap("an option without its value", arguments: ["Hello", "-v"], status: 2, "--voice"),
    Mishap("an unknown format", arguments: ["--format", "ogg", "Hello"], status: 2, "--format", "ogg"),
    Mishap("an unknown start", arguments: ["--start", "soon", "Hello"], status: 2, "--start", "soon"),
    Mishap("a file that is not streamed", arguments: ["-o", "x.flac", "Hello"], status: 2, "flac", ".mp3", "--async"),
    Mishap("a slip", arguments: ["--voise", "x", "Hello"], status: 2, "--voise", "Did you mean --voice?"),
    Mishap("events and audio in one pipe", arguments: ["--json", "-o", "-", "Hello"], status: 2, "--json", "output"),
    Mishap(
      "parts of what is one piece", arguments: ["--echo", "-o", "x.mp3", "Hello"], status: 2, "-o", "one piece",
      "--echo"),
    Mishap(
      "a pause within an order", arguments: ["--async", "--sentence-pause", "9", "Hello"], status: 2, "--async",
      "--sentence-pause"),
    Mishap("--tee alone", arguments: ["--tee", "Hello"], status: 2, "--tee", "-o"),
    Mishap("plain http", environment: ["BREEZE_BASE_URL": "http://example.com"], status: 2, "BREEZE_BASE_URL", "https"),
    Mishap("plain http by option", arguments: ["--base-url", "http://10.0.0.1", "Hello"], status: 2, "https"),
    Mishap(
      "no sound server", environment: ["PULSE_SERVER": "unix:/nowhere/socket"], status: 8, "/nowhere/socket",
      "PULSE_SERVER"),
    Mishap("an unknown sink", arguments: ["-a", "attic", "Hello"], status: 8, "attic", "pactl"),
    Mishap("an unknown sink in PULSE_SINK", environment: ["PULSE_SINK": "attic"], status: 8, "attic", "pactl"),
  ]

  /// What comes of exactly one request: a second could cost a second time, or could not do better.
  static let afterOneRequest = [
    Mishap(
      "a wrong key", environment: ["BREEZE_API_KEY": "brz_wrong"], status: 3, "did not accept the API key", "401"),
    Mishap("an unknown voice", arguments: ["-v", "voc_nobody", "Hello"], status: 7, "voice", "404", "voc_nobody"),
    refused(400, "BAD_REQUEST", status: 2, "refused the request"),
    refused(402, "BILLING_INSUFFICIENT_CREDITS", status: 4, "credits"),
    refused(403, "FORBIDDEN", status: 3, "may not do this"),
    refused(404, "RESOURCE_NOT_FOUND", status: 7, "does not know"),
    refused(422, "VALIDATION_ERROR", status: 2, "refused the request"),
    refused(422, "CONTENT_POLICY_VIOLATION", status: 10, "content"),
    refused(429, "RATE_LIMITED", status: 4, "Too many requests"),
    refused(429, "GENERATION_CONCURRENCY_EXCEEDED", status: 4, "Too many generations"),
    refused(500, "INTERNAL_ERROR", status: 6, "failed"),
    refused(502, "UPSTREAM_GENERATION_ERROR", status: 6, "failed"),
    refused(503, "GENERATION_CAPACITY_EXCEEDED", status: 6, "capacity"),
    refused(504, "GENERATION_TIMEOUT", status: 5, "too long"),
    wrongReply("HTML", "not what was asked for") { $0.reply.body = .html },
    wrongReply("HTML that calls itself audio", "web page") {
      $0.reply.body = .html
      $0.reply.contentType = "audio/mpeg"
    },
    wrongReply("JSON", "not what was asked for") { $0.reply.body = .json },
    wrongReply("JSON that calls itself audio", "JSON") {
      $0.reply.body = .json
      $0.reply.contentType = "audio/mpeg"
    },
    wrongReply("text that calls itself audio", "text") {
      $0.reply.body = .text
      $0.reply.contentType = "audio/mpeg"
    },
    wrongReply("noise that calls itself audio", "not audio") {
      $0.reply.body = .garbage
      $0.reply.contentType = "audio/mpeg"
    },
    wrongReply("HTML with status 502", status: 6, "502") {
      $0.reply.body = .html
      $0.reply.status = 502
    },
    wrongReply("an empty body", "no audio") { $0.cut = Cut(afterBytes: 0, how: .endEarly) },
    wrongReply("a connection cut before the body", "cut") {
      $0.cut = Cut(afterBytes: 0)
      $0.reply.omitHeaders = ["history-item-id"]
    },
    Mishap(
      "no answer", Scenario { $0.hang = .beforeHeaders }, arguments: ["--timeout", "1", "Hello"], status: 5,
      "Nothing came"),
    Mishap(
      "no body",
      Scenario {
        $0.hang = .afterHeaders
        $0.reply.omitHeaders = ["history-item-id"]
      }, arguments: ["--timeout", "1", "Hello"], status: 5,
      "Nothing came"),
  ]
}

extension Failure {
  /// The history has nothing of that name.
  static let forgotten = Failure(status: 404, code: "RESOURCE_NOT_FOUND")
}
