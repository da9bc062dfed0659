public import AudioTypes

/// What a decoder has done with one stream so far.
public struct DecodingSummary: Equatable, Sendable {
  /// Bytes taken by `feed`.
  public internal(set) var bytesFed = ByteCount.zero
  /// Those of them that held the audio decoded so far: whole frames or packets, PCM samples.
  public internal(set) var bytesDecoded = ByteCount.zero
  /// Those of them that may hold audio and are not decoded yet.
  public internal(set) var bytesWaiting = ByteCount.zero
  /// Frames handed out. A stream that changes its rate has frames of both in this count.
  public internal(set) var framesDecoded = FrameCount.zero
  /// Frames of the codec's own leading silence that were not handed out; what an encoder's tag told the MP3 library
  /// to cut is not in here.
  public internal(set) var leadingFramesDropped = FrameCount.zero
  /// Bytes that belonged to no frame, page, chunk or tag, or held a damaged one, and were skipped.
  public internal(set) var garbageBytes = ByteCount.zero
  /// How often the next frame or page was not where it should have been, or was missing, and had to be searched for.
  public internal(set) var resyncCount = 0
  /// What looked like a frame, mostly of another format, but was not followed by what must follow; none was played.
  public internal(set) var falseHeaderCount = 0
  /// Whether the stream ended before its audio did: inside a frame, page or tag, or short of the length that its head gives
  /// (WAV, FLAC). Known once `nextBlock` has returned false after `finish`. The broken piece is not played.
  public internal(set) var truncatedTail = false

  /// Nothing done yet.
  public init() {}
}
