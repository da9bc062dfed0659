/// How many bytes may still be looked at in search of the ends of frames, in all the streams that are joined.
///
/// A false header costs a look through the longest frame that its stream announces, up to 2 MB, and one may stand every
/// six bytes. So each byte that is passed, as audio or as garbage, pays for 64, and no more than 8 MiB are ever saved
/// up: some tens of milliseconds. What was fed and not passed pays for nothing, so that no cut of the stream changes
/// anything.
///
/// Audio never runs out of it. A good frame costs one look at its own bytes, a damaged one the longest frame, or twice
/// that when the decoder has to try it. Sound takes more than a 32nd of the longest frame, so that even damaged frames
/// alone would pay for themselves. Frames of digital silence are smaller by far: what is saved up lasts for hundreds of
/// damaged ones of the usual 9 to 20 kB, and the good ones in between go on paying.
struct FLACSearchBudget {
  private static let looksPerByte = 64
  private static let most = 8 << 20

  private var left = FLACSearchBudget.most

  /// Whether more was spent than there was.
  var isOverdrawn: Bool { left < 0 }

  /// So many bytes have been looked at.
  mutating func spend(_ byteCount: Int) {
    left -= byteCount
  }

  /// So many bytes have been passed and will not be looked at again.
  mutating func earn(_ byteCount: Int) {
    left = min(Self.most, left + Self.looksPerByte * byteCount)
  }
}
