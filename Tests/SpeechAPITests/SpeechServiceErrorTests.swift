import JSON
import SpeechAPI
import Testing

@Suite struct SpeechServiceErrorTests {
  @Test(
    arguments: [
      (400, "BAD_REQUEST", .validation), (401, "AUTH_REQUIRED", .authentication),
      (402, "BILLING_INSUFFICIENT_CREDITS", .insufficientCredits), (403, "FORBIDDEN", .forbidden),
      (404, "RESOURCE_NOT_FOUND", .notFound), (408, "", .timeout), (409, "CONFLICT", .conflict),
      (422, "VALIDATION_ERROR", .validation), (425, "GENERATION_NOT_READY", .notReady),
      (429, "RATE_LIMITED", .rateLimited), (429, "GENERATION_CONCURRENCY_EXCEEDED", .concurrencyExceeded),
      (429, "", .rateLimited), (503, "GENERATION_CAPACITY_EXCEEDED", .capacityExceeded), (503, "", .capacityExceeded),
      (503, "UPSTREAM_GENERATION_ERROR", .upstream), (503, "UPSTREAM_TIMEOUT", .timeout),
      (504, "GENERATION_TIMEOUT", .timeout), (504, "UPSTREAM_TIMEOUT", .timeout), (502, "", .upstream),
      (500, "RATE_LIMITED", .upstream), (599, "", .upstream), (301, "", .redirected), (307, "", .redirected),
      (400, "CONTENT_POLICY_VIOLATION", .contentPolicy), (403, "moderation_blocked", .contentPolicy),
      (403, "BILLING_INSUFFICIENT_CREDITS", .insufficientCredits), (200, "", .unexpectedContent),
      (204, "", .unexpected),
      (418, "", .unexpected), (0, "", .unexpected), (-1, "", .unexpected), (.max, "", .unexpected),
    ] as [(Int, String, SpeechServiceError.Kind)])
  func kindFollowsStatusAndCode(status: Int, code: String, kind: SpeechServiceError.Kind) throws {
    let error = try serviceError(status, #"{"ok":false,"code":"\#(code)","detail":"d","error":"e","meta":null}"#)
    #expect(error.kind == kind)
    #expect(error.status == status)
    #expect(error.code == (code.isEmpty ? nil : code))
    #expect(error.detail == "d")
    #expect(error.meta == nil)
    #expect(error.message.contains("HTTP \(status)"))
    #expect(error.message.contains(code))
  }

  @Test func messageSaysWhatWhyAndWhatToDo() throws {
    let error = try serviceError(401, #"{"ok":false,"code":"AUTH_REQUIRED","detail":"Missing API key.","error":"x"}"#)
    #expect(
      error.message == "The service did not accept the API key (HTTP 401 AUTH_REQUIRED): Missing API key. "
        + "Check that the key is complete and still active.")
  }

  @Test func messageNamesTheRefusedFields() throws {
    let body = """
      {"ok":false,"code":"VALIDATION_ERROR","detail":"Request validation failed","error":"Unprocessable",
       "meta":{"errors":[{"loc":["body","voice_settings","guidance_scale"],"msg":"must be at most 10","input":"my text"}]}}
      """
    let error = try serviceError(422, body)
    #expect(error.complaints == ["voice_settings.guidance_scale: must be at most 10"])
    #expect(error.message.contains("Request validation failed – voice_settings.guidance_scale: must be at most 10. "))
    #expect(!error.message.contains("my text"))
    #expect(error.meta?["errors"] != nil)
  }

  @Test(arguments: [
    #"{"detail":[{"loc":["body","text"],"msg":"too short","type":"x"}]}"#,
    #"{"meta":{"field":"text","message":"too short"}}"#,
    #"{"meta":{"fields":{"a":{"path":"text","detail":"too short"}}}}"#,
    #"{"meta":[{"field":["text"],"msg":"too short"}]}"#,
  ])
  func complaintsAreFoundWhereverTheyLie(body: String) throws {
    #expect(try serviceError(422, body).complaints == ["text: too short"])
  }

  @Test func complaintsAreBounded() throws {
    let one = #"{"loc":["body","x"],"msg":"\#(String(repeating: "y", count: 1000))"}"#
    let error = try serviceError(422, "{\"detail\":[" + Array(repeating: one, count: 50).joined(separator: ",") + "]}")
    #expect(error.complaints.count == 3)
    #expect(error.message.count < 1000)
  }

  @Test(arguments: [
    #"{"detail":"Not Found"}"#, #"{"error":"Not Found","detail":7}"#, #"{"message":"Not Found","code":null}"#,
    #"{"detail":{"message":"Not Found"},"meta":"odd"}"#, #"{"error":{"message":"Not Found"},"ok":"no"}"#,
  ])
  func otherEnvelopesAreUnderstood(body: String) throws {
    let error = try serviceError(404, body)
    #expect(error.kind == .notFound)
    #expect(error.detail == "Not Found")
    #expect(error.code == nil)
  }

  @Test func htmlGivesItsTitle() throws {
    let page = "\u{FEFF}\n<!DOCTYPE html><html><head><TITLE lang=en>502 Bad\n Gateway</TITLE></head><body>junk</body>"
    let error = try serviceError(502, page, ["content-type": "text/html"])
    #expect(error.kind == .upstream)
    #expect(error.excerpt == "502 Bad Gateway")
    #expect(error.message.contains("): 502 Bad Gateway. "))
    #expect(!error.message.contains("junk"))
    #expect(try serviceError(502, "<title").excerpt == nil)
    #expect(try serviceError(502, "<title>cut").excerpt == nil)
    #expect(try serviceError(502, "<html><p>no title</p>").excerpt == nil)
  }

  @Test func plainTextGivesItsFirstWords() throws {
    let error = try serviceError(503, "no healthy upstream\n")
    #expect(error.excerpt == "no healthy upstream")
    let long = try serviceError(503, String(repeating: "w ", count: 9000))
    #expect(long.excerpt?.unicodeScalars.count == 201)
  }

  @Test(arguments: ["", #"{"ok":false,"code":"RATE_LIM"#, "[1,2", "\"half", "\u{0}\u{1}binary"])
  func emptyCutAndBinaryBodiesShowNothing(body: String) throws {
    let error = try serviceError(429, body)
    #expect(error.message == "Too many requests (HTTP 429). Try again later.")
  }

  @Test func invalidUTF8ShowsNothing() throws {
    let error = SpeechServiceError(head: head(500), body: [0x61, 0xFF, 0xFE, 0x80], redacting: try makeKey())
    #expect(error.excerpt == nil && error.detail == nil)
  }

  @Test func redirectsNameTheirHost() throws {
    let error = try serviceError(307, "", ["location": "https://u:p@evil.example:8443/x?y#z"])
    #expect(error.redirectHost == "evil.example:8443")
    #expect(
      error.message.hasPrefix("The service redirects to evil.example:8443 (HTTP 307). Redirects are not followed"))
    #expect(try serviceError(302, "", ["location": "/relative"]).redirectHost == nil)
    #expect(try serviceError(302, "", ["location": "://"]).redirectHost == nil)
  }

  @Test(
    arguments: [
      ("3", .seconds(3)), (" 0 ", .zero), ("999999999", .seconds(86_400)),
      ("99999999999999999999999", .seconds(86_400)),
      ("-1", nil), ("+1", nil), ("1.5", nil), ("soon", nil), ("", nil), ("Wed, 21 Oct 2015 07:28:00 GMT", nil),
      ("٣", nil),
    ] as [(String, Duration?)])
  func retryAfter(value: String, expected: Duration?) throws {
    #expect(try serviceError(429, "", ["retry-after": value]).retryAfter == expected)
  }

  @Test func everyKindHasAMessage() throws {
    for status in [200, 204, 302, 400, 401, 402, 403, 404, 408, 409, 425, 429, 500, 503, 504] {
      let message = try serviceError(status, "", ["retry-after": "7"]).message
      #expect(message.hasSuffix("."))
      #expect(!message.contains(".."))
    }
    #expect(try serviceError(425, "", ["retry-after": "7"]).message.hasSuffix("Try again in 7 s."))
  }
}
