import Prebuffering
import SpeechAPI

@testable import HTTPStreaming

extension FuzzTarget {
  /// What the service, whatever is in front of it, or a file on the disk says.
  static let service = [
    FuzzTarget(name: "error-body", run: readError),
    FuzzTarget(name: "job", run: readJob),
    FuzzTarget(name: "head", run: readHead),
    FuzzTarget(name: "arrivals", run: readArrivals),
  ]
}

private let secret = "sk_fuzz_0123456789"

private func readError(_ bytes: [UInt8]) {
  guard let key = try? APIKey(secret) else { return }
  let error = SpeechServiceError(head: ReplyHead(status: 422) { _ in nil }, body: bytes, redacting: key)
  let texts = [error.message, error.code, error.detail, error.excerpt].compactMap(\.self) + error.complaints
  for text in texts { checkIsSafe(text) }
}

private func readJob(_ bytes: [UInt8]) {
  guard let key = try? APIKey(secret),
    let job = try? GenerationJob(head: ReplyHead(status: 200) { _ in nil }, body: bytes, redacting: key)
  else { return }
  let texts = [job.id, job.historyItemID, job.contentType, job.failure?.code, job.failure?.detail].compactMap(\.self)
  for text in texts { checkIsSafe(text) }
}

private func readHead(_ bytes: [UInt8]) {
  var parser = ResponseHeadParser()
  for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
    guard let head = try? parser.take(line: String(decoding: line, as: UTF8.self) + "\n") else { continue }
    precondition((200...999).contains(head.status), "an interim reply was taken for the final one")
    _ = ReplyHead(status: head.status, header: { head[$0] })
  }
}

private func readArrivals(_ bytes: [UInt8]) {
  let history = ArrivalHistory(text: bytes)
  let text = history.text
  precondition(text.count <= ArrivalHistory.longestText, "a history is longer than it may be")
  precondition(ArrivalHistory(text: text) == history, "a history is not what was written of it")
}

/// What may be printed: one line, without what a terminal obeys and without the key.
private func checkIsSafe(_ text: String) {
  precondition(!text.contains(secret), "the key shows")
  precondition(
    text.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) }, "a control character")
}
