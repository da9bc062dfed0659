extension HTTPReply {
  static func json(_ value: JSONValue, status: Int = 200) -> HTTPReply {
    HTTPReply(
      status: status, headers: [HeaderField(name: "content-type", value: "application/json")],
      body: .whole(value.bytes))
  }

  /// The service's error envelope.
  static func error(
    _ status: Int, _ code: String, _ detail: String, meta: JSONValue = .null, retryAfterSeconds: Int? = nil
  ) -> HTTPReply {
    var reply = json(
      ["ok": false, "code": .string(code), "detail": .string(detail), "error": .string(detail), "meta": meta],
      status: status)
    if let retryAfterSeconds {
      reply.headers.append(HeaderField(name: "retry-after", value: String(retryAfterSeconds)))
    }
    return reply
  }

  static func failure(_ failure: Failure) -> HTTPReply {
    error(failure.status, failure.code, failure.detail, retryAfterSeconds: failure.retryAfterSeconds)
  }

  static func redirect(_ redirect: Redirect) -> HTTPReply {
    HTTPReply(
      status: redirect.status, headers: [HeaderField(name: "location", value: redirect.url)], body: .whole([]))
  }

  /// 422, with one entry of `meta.errors` for each problem.
  static func invalid(_ problems: [FieldProblem]) -> HTTPReply {
    let errors = problems.map { problem -> JSONValue in
      ["loc": .array(problem.location.map(JSONValue.string)), "msg": .string(problem.message)]
    }
    let detail = problems.first.map { "\($0.location.joined(separator: ".")): \($0.message)" } ?? "invalid request"
    return error(422, "VALIDATION_ERROR", detail, meta: ["errors": .array(errors)])
  }

  static func notFound(_ what: String) -> HTTPReply {
    error(404, "RESOURCE_NOT_FOUND", "\(what) was not found.")
  }

  /// This reply with what the scenario changes; the bytes of a paced body have been replaced when it was planned.
  func changed(by override: ReplyOverride) -> HTTPReply {
    var reply = self
    reply.status = override.status ?? status
    if case .whole = body, let replacement = override.body { reply.body = .whole(replacement.bytes) }
    if let type = override.contentType ?? override.body?.contentType {
      reply.headers.removeAll { $0.name == "content-type" }
      reply.headers.append(HeaderField(name: "content-type", value: type))
    }
    let omitted = Set(override.omitHeaders.map { $0.lowercased() })
    reply.headers.removeAll { omitted.contains($0.name) }
    return reply
  }
}

/// One thing wrong with a request.
struct FieldProblem: Equatable, Sendable {
  /// Where: `body` or `query`, then the names of the fields.
  var location: [String]
  var message: String
}
