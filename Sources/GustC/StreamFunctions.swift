// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
// The functions are explained in gust.h, for those who call them.

public import CGust
import Gust
import Synchronization

/// Bytes that the host writes, and what is heard of them.
final class HostedStream: Sendable {
  let stream: ByteStream
  let utterance: HostedUtterance
  private let isWriting = Atomic(false)

  init(_ stream: ByteStream, _ utterance: HostedUtterance) {
    self.stream = stream
    self.utterance = utterance
  }

  /// Writes as much as is taken within `limit`.
  func write(_ bytes: borrowing Span<UInt8>, within limit: Duration?) throws(Failure) -> Int {
    guard !isWriting.exchange(true, ordering: .acquiring) else {
      throw Failure(GUST_ERROR_STATE, "Another thread is writing to this stream.")
    }
    defer { isWriting.store(false, ordering: .releasing) }
    return stream.write(bytes, within: limit).rawValue
  }
}

@c @implementation
public func gust_player_open_stream(
  _ player: OpaquePointer?, _ encoding: gust_encoding, _ sampleRate: Int32, _ channels: Int32
) -> OpaquePointer? {
  unsafe result(else: nil) { () throws(Failure) in
    let player = try unsafe HandleTable.object(player, as: HostedPlayer.self)
    let encoding = try AudioEncoding(encoding, sampleRate, channels)
    do throws(PlaybackError) {
      let stream = try player.player.openStream(format: encoding)
      return unsafe HandleTable.insert(HostedStream(stream, player.host(stream.utterance))).pointer
    } catch {
      throw Failure(error)
    }
  }
}

@c @implementation
public func gust_stream_free(_ stream: OpaquePointer?) -> gust_status {
  status { () throws(Failure) in
    // A thread may still write to it: that ends, too.
    try unsafe HandleTable.remove(stream, as: HostedStream.self).stream.abandon(reason: "the stream was freed")
  }
}

@c @implementation
public func gust_stream_utterance(_ stream: OpaquePointer?) -> OpaquePointer? {
  unsafe result(else: nil) { () throws(Failure) in
    unsafe try HandleTable.object(stream, as: HostedStream.self).utterance.handle.pointer
  }
}

@c @implementation
public func gust_stream_write(
  _ stream: OpaquePointer?, _ bytes: UnsafeRawPointer?, _ count: Int, _ timeout: Int32,
  _ taken: UnsafeMutablePointer<Int>?
) -> gust_status {
  unsafe taken?.pointee = 0
  return answer { () throws(Failure) in
    let stream = try unsafe HandleTable.object(stream, as: HostedStream.self)
    guard count >= 0, unsafe bytes != nil || count == 0 else { throw .argument("There are no bytes: they are NULL.") }
    let buffer = unsafe UnsafeBufferPointer(start: bytes?.assumingMemoryBound(to: UInt8.self), count: count)
    let written = try unsafe stream.write(buffer.span, within: limit(timeout))
    unsafe taken?.pointee = written
    if written == count { return GUST_OK }
    return stream.stream.isOver ? GUST_END : GUST_PENDING
  }
}

@c @implementation
public func gust_stream_finish(_ stream: OpaquePointer?) -> gust_status {
  status { () throws(Failure) in try unsafe HandleTable.object(stream, as: HostedStream.self).stream.finish() }
}

@c @implementation
public func gust_stream_abandon(_ stream: OpaquePointer?, _ reason: UnsafePointer<CChar>?) -> gust_status {
  status { () throws(Failure) in
    let reason = try unsafe requiredText(reason, "reason")
    try unsafe HandleTable.object(stream, as: HostedStream.self).stream.abandon(reason: reason)
  }
}

extension AudioEncoding {
  fileprivate init(_ encoding: gust_encoding, _ sampleRate: Int32, _ channels: Int32) throws(Failure) {
    switch encoding {
    case GUST_ENCODING_UNKNOWN: self = .unknown
    case GUST_ENCODING_MP3: self = .mp3
    case GUST_ENCODING_WAV: self = .wav
    case GUST_ENCODING_FLAC: self = .flac
    case GUST_ENCODING_AAC: self = .aac
    case GUST_ENCODING_OGG: self = .ogg
    case GUST_ENCODING_PCM: self = .pcm(try .named(sampleRate, channels))
    default: throw .argument("\(encoding.rawValue) is no encoding.")
    }
  }
}
