package import AudioTypes

/// What a decoder has done with one stream so far.
package struct DecodingSummary: Equatable, Sendable {
  /// Bytes taken by `feed`.
  package internal(set) var bytesFed = ByteCount.zero
  /// Those of them that held the audio decoded so far: whole frames or packets, PCM samples.
  package internal(set) var bytesDecoded = ByteCount.zero
  /// Those of them that may hold audio and are not decoded yet.
  package internal(set) var bytesWaiting = ByteCount.zero
  /// Frames handed out. A stream that changes its rate has frames of both in this count.
  package internal(set) var framesDecoded = FrameCount.zero
  /// Frames of the codec's own leading silence that were not handed out; what an encoder's tag told the MP3 library
  /// to cut is not in here.
  package internal(set) var leadingFramesDropped = FrameCount.zero
  /// How the frames at the stream's end are to be judged that an encoder may have put there; nil where none has, or a tag told
  /// the library to cut them.
  package internal(set) var trailingPadding: TrailingPadding?
  /// Bytes that belonged to no frame, page, chunk or tag, or held a damaged one, and were skipped.
  package internal(set) var garbageBytes = ByteCount.zero
  /// How often the next frame or page was not where it should have been, or was missing, and had to be searched for.
  package internal(set) var resyncCount = 0
  /// What looked like a frame, mostly of another format, but was not followed by what must follow; none was played.
  package internal(set) var falseHeaderCount = 0
  /// Whether the stream ended before its audio did: inside a frame, page or tag, or short of the length that its head gives
  /// (WAV, FLAC). Known once `nextBlock` has returned false after `finish`. The broken piece is not played.
  package internal(set) var truncatedTail = false

  /// Nothing done yet.
  package init() {}
}
