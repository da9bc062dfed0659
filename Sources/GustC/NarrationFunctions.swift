// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
// The functions are explained in gust.h, for those who call them.

public import CGust
import Gust
import Synchronization

/// Text that the host writes, and what is heard of it.
final class HostedNarration: Sendable {
  /// The most that is taken at once: no more than this is beyond what the text says it has room for.
  private static let largestPiece = 4096

  let text: LiveText
  let utterance: HostedUtterance

  init(_ text: LiveText, _ utterance: HostedUtterance) {
    self.text = text
    self.utterance = utterance
  }

  /// Takes as much of `bytes` as there is room for within `limit`.
  func write(_ bytes: [UInt8], within limit: Duration?) -> Int {
    let deadline = limit.map { MonotonicInstant.now.advanced(by: $0) }
    var taken = 0
    while taken < bytes.count, !text.isOver {
      let piece = bytes[taken...].prefix(Self.largestPiece)
      if text.offer(piece) {
        taken += piece.count
      } else if !waitForRoom(deadline.map { MonotonicInstant.now.duration(to: $0) }) {
        break
      }
    }
    return taken
  }

  /// Says that no more will come, though it is not all. Does nothing once the text is finished.
  func abandon(reason: String) {
    guard !text.isFinished else { return }
    utterance.noteAbandoned(reason: reason)
    text.finish()
  }

  /// - Returns: whether there is room, or none is needed any more.
  private func waitForRoom(_ limit: Duration?) -> Bool {
    if let limit, limit <= .zero { return false }
    let hasRoom = Monitor(false)
    let waiting = Task { [text] in
      await text.waitForRoom()
      hasRoom.withLock { $0 = true }
    }
    defer { waiting.cancel() }
    return hasRoom.wait(limit) { $0 ? true : nil } ?? false
  }
}

@c @implementation
public func gust_player_open_narration(
  _ player: OpaquePointer?, _ template: OpaquePointer?, _ markup: gust_markup
) -> OpaquePointer? {
  unsafe result(else: nil) { () throws(Failure) in
    let player = try unsafe HandleTable.object(player, as: HostedPlayer.self)
    let contents = try unsafe HandleTable.object(template, as: Request.self).contents.withLock { $0 }
    guard contents.savePath == nil else {
      throw .argument("What is narrated cannot be saved so: gust_configuration_set_wav_file can do it.")
    }
    let text = try liveText(markup, language: contents.request.languageCode)
    let utterance = try player.narrate(text, as: contents.request)
    return unsafe HandleTable.insert(HostedNarration(text, utterance)).pointer
  }
}

@c @implementation
public func gust_narration_free(_ narration: OpaquePointer?) -> gust_status {
  status { () throws(Failure) in
    try unsafe HandleTable.remove(narration, as: HostedNarration.self).abandon(reason: "the narration was freed")
  }
}

@c @implementation
public func gust_narration_utterance(_ narration: OpaquePointer?) -> OpaquePointer? {
  unsafe result(else: nil) { () throws(Failure) in
    unsafe try HandleTable.object(narration, as: HostedNarration.self).utterance.handle.pointer
  }
}

@c @implementation
public func gust_narration_write(
  _ narration: OpaquePointer?, _ text: UnsafePointer<CChar>?, _ count: Int, _ timeout: Int32,
  _ taken: UnsafeMutablePointer<Int>?
) -> gust_status {
  unsafe taken?.pointee = 0
  return answer { () throws(Failure) in
    let narration = try unsafe HandleTable.object(narration, as: HostedNarration.self)
    guard count >= 0, unsafe text != nil || count == 0 else { throw .argument("There is no text: it is NULL.") }
    let bytes = unsafe Array(UnsafeRawBufferPointer(start: text, count: count))
    let written = narration.write(bytes, within: limit(timeout))
    unsafe taken?.pointee = written
    if written == count { return GUST_OK }
    return narration.text.isOver ? GUST_END : GUST_PENDING
  }
}

@c @implementation
public func gust_narration_flush(_ narration: OpaquePointer?) -> gust_status {
  status { () throws(Failure) in try unsafe HandleTable.object(narration, as: HostedNarration.self).text.flush() }
}

@c @implementation
public func gust_narration_finish(_ narration: OpaquePointer?) -> gust_status {
  status { () throws(Failure) in try unsafe HandleTable.object(narration, as: HostedNarration.self).text.finish() }
}

@c @implementation
public func gust_narration_abandon(_ narration: OpaquePointer?, _ reason: UnsafePointer<CChar>?) -> gust_status {
  status { () throws(Failure) in
    let reason = try unsafe requiredText(reason, "reason")
    try unsafe HandleTable.object(narration, as: HostedNarration.self).abandon(reason: reason)
  }
}

/// An empty text, in what it will be written.
private func liveText(_ markup: gust_markup, language: String?) throws(Failure) -> LiveText {
  let kind: Markup
  switch markup {
  case GUST_MARKUP_PLAIN: kind = .plain
  case GUST_MARKUP_MARKDOWN: kind = .markdown
  default: throw .argument("\(markup.rawValue) is no markup.")
  }
  do throws(TextSegmentationError) {
    return try LiveText(language: language, markup: kind)
  } catch {
    throw Failure(GUST_ERROR, error.description)
  }
}
