import AudioTypes

/// Counts frames that were whole by their shape and that the library could not decode.
struct DamageCount {
  private var bytes = 0
  private var runs = 0
  /// Bytes of them since the last good one.
  private var run = 0

  /// Notes one frame or packet of `byteCount` bytes.
  ///
  /// - Throws: `tooMuchGarbage` when too many in a row were damaged.
  mutating func note(_ byteCount: Int, isDamaged: Bool) throws(DecodingError) {
    guard isDamaged else {
      run = 0
      return
    }
    if run == 0 { runs += 1 }
    run += byteCount
    bytes += byteCount
    guard run > DecodingLimits.garbage else { return }
    throw .tooMuchGarbage(skipped: ByteCount(run))
  }

  /// Moves what was counted from the decoded bytes of `summary` to its garbage.
  func move(into summary: inout DecodingSummary) {
    summary.bytesDecoded -= ByteCount(bytes)
    summary.garbageBytes += ByteCount(bytes)
    summary.resyncCount += runs
  }
}
