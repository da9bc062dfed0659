package import AudioTypes

/// The head of a successful reply that carries audio: what its body holds, and where the service keeps a copy.
package struct AudioReply: Sendable, Equatable {
  /// How to read the body.
  package let encoding: AudioEncoding
  /// The stored generation (`history-item-id`): what a broken stream is recovered from. Printable ASCII.
  package let historyItemID: String?
  /// The public id of the key that was used (`x-breeze-api-key-id`). Printable ASCII, safe to show.
  package let apiKeyID: String?
  /// The name that the service gives the audio as a file (`content-disposition`). **Outside data**, as it was sent.
  package let filename: String?

  /// Reads the head of a reply to a stream or history request.
  ///
  /// A body of unnamed type (none, or `application/octet-stream`) is taken for what was requested, and one of a type that
  /// says nothing of audio for what its bytes are; the decoder judges. Only pages and documents are refused here.
  ///
  /// - Parameters:
  ///   - head: The reply's status and header fields.
  ///   - format: The format that was asked for; nil when the service chose it, as for stored audio.
  ///   - key: The key that was used, so that it never shows in an id or error.
  /// - Throws: ``SpeechServiceError`` when the status is not 200 or the body is not playable audio. The body is not
  ///   known yet; make the error again with ``SpeechServiceError/init(head:body:redacting:)`` when it is.
  package init(head: ReplyHead, requested format: SpeechFormat?, redacting key: APIKey) throws(SpeechServiceError) {
    guard head.status == 200 else { throw SpeechServiceError(head: head, body: [], redacting: key) }
    do throws(ReplyFault) {
      encoding = try Self.encoding(of: head, requested: format)
    } catch {
      throw SpeechServiceError(head: head, fault: error, redacting: key)
    }
    let serverText = ServerText(key: key)
    historyItemID = serverText.identifier(head["history-item-id"])
    apiKeyID = serverText.identifier(head["x-breeze-api-key-id"])
    filename = head["content-disposition"].flatMap { ContentDisposition($0).filename }
  }

  private static func encoding(
    of head: ReplyHead, requested format: SpeechFormat?
  ) throws(ReplyFault) -> AudioEncoding {
    let contentType = head["content-type"] ?? ""
    let mediaType = MediaType(contentType)
    switch AudioMediaType(mediaType.name) {
    case .known(let encoding): return encoding
    case .pcm: return .pcm(try pcmFormat(of: head, mediaType))
    case .document: throw ReplyFault("its type is \(contentType)")
    case .unnamed where format == .mp3: return .mp3
    case .unnamed where format == .pcm: return .pcm(try pcmFormat(of: head, mediaType))
    case .unnamed, .other: return .unknown
    }
  }

  /// Header fields of the service come first, then the parameters of the media type, then 24 kHz mono.
  ///
  /// RFC 3551 defines `audio/L16` as big-endian, but services that label this stream so send `pcm_s16le`; what the
  /// codec field says, and little-endian where it says nothing, is believed.
  private static func pcmFormat(of head: ReplyHead, _ mediaType: MediaType) throws(ReplyFault) -> AudioFormat {
    if let codec = head["x-breeze-audio-codec"], codec.lowercased() != "pcm_s16le" {
      throw ReplyFault("its codec is \(codec)")
    }
    if let width = try number(head["x-breeze-sample-width-bytes"], "sample width"), width != 2 {
      throw ReplyFault("its samples have \(width) bytes")
    }
    let rate = try number(head["x-breeze-sample-rate"] ?? mediaType["rate"], "sample rate")
    let channels = try number(head["x-breeze-channels"] ?? mediaType["channels"], "channel count")
    let format = AudioFormat(
      sampleRate: rate ?? AudioFormat.speech.sampleRate,
      channelCount: channels ?? AudioFormat.speech.channelCount)
    guard let format else {
      throw ReplyFault("its sample rate or channel count is out of range")
    }
    return format
  }

  private static func number(_ text: String?, _ name: String) throws(ReplyFault) -> Int? {
    guard let text else { return nil }
    guard let number = Int(text), number > 0 else { throw ReplyFault("its \(name) is \(text)") }
    return number
  }
}
