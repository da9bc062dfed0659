import HTTPStreaming
import SpeechAPI

extension HTTPRequest {
  init(_ wire: WireRequest, limits: HTTPLimits) {
    self.init(
      method: HTTPRequest.Method(wire.method), url: wire.url,
      fields: wire.fields.map { HTTPField(name: $0.name, value: $0.value, isSecret: $0.isSecret) },
      body: wire.body, limits: limits)
  }
}

extension HTTPRequest.Method {
  fileprivate init(_ method: WireRequest.Method) {
    self =
      switch method {
      case .get: .get
      case .head: .head
      case .post: .post
      }
  }
}

extension ReplyHead {
  init(_ head: HTTPResponseHead) {
    self.init(status: head.status, header: { head[$0] })
  }
}
