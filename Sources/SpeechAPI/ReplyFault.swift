/// Why a reply with status 200 is not what was asked for: a clause about "it". May quote the server, so not safe to show.
struct ReplyFault: Error {
  let reason: String

  init(_ reason: String) {
    self.reason = reason
  }
}
