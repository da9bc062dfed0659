import AudioTypes
import HTTPStreaming
import RingBuffer

/// Takes one piece of audio into its rings, over as many transfers as it needs: each after the first has to begin with the
/// bytes that are there already, and brings only what follows.
///
/// The network thread alone uses it while a transfer runs, and the task that performs the transfers otherwise.
final class AudioIntake: BodyReceiver, @unchecked Sendable {
  private let rings: RingReceiver
  private let marks: ArrivalMarks?
  private var digest = ByteDigest()
  private var check: PrefixCheck?
  /// The latest transfer did not begin as it should have.
  private(set) var isMismatched = false
  /// When the first byte that was news came; until one does, when the beginning had been seen to be the same.
  private(set) var resumed: MonotonicInstant?
  private var awaitsNews = false

  /// - Parameter marks: what the reader of the first ring learns from when its bytes came.
  init(_ rings: RingReceiver, marks: ArrivalMarks? = nil) {
    self.rings = rings
    self.marks = marks
  }

  /// The bytes it has taken.
  var byteCount: ByteCount { ByteCount(digest.count) }

  /// The next transfer begins anew, with the bytes that were taken.
  func expectBeginning() {
    check = PrefixCheck(digest)
    (isMismatched, awaitsNews, resumed) = (false, false, nil)
    judge()
  }

  /// Whatever comes is not it.
  func rejectBeginning() {
    isMismatched = true
  }

  func take(_ bytes: RawSpan) throws(HTTPError) -> ByteCount {
    let known = check?.take(bytes) ?? 0
    judge()
    guard !isMismatched else { throw .bodyRejected }
    let news = bytes.extracting(droppingFirst: known)
    guard news.byteCount > 0 else { return ByteCount(known) }
    if awaitsNews { (awaitsNews, resumed) = (false, .now) }
    let count = try rings.take(news)
    digest.add(news.extracting(first: count.rawValue))
    if count > .zero { marks?.note(total: byteCount, at: .now) }
    return ByteCount(known) + count
  }

  var isWorthResuming: Bool { rings.isWorthResuming }

  func finish() {
    // A body that ends within the beginning is not the same one.
    if check != nil { isMismatched = true }
    if !isMismatched { rings.finish() }
  }

  /// No more will come, though it is not all.
  func abandon() {
    rings.abandon()
  }

  /// The sound gets no more, though it is not all; the file stays open.
  func abandonSound() {
    rings.abandonOriginal()
  }

  /// The copy gets no more, though it is not all.
  func abandonCopy() {
    rings.abandonCopy()
  }

  private func judge() {
    switch check?.verdict {
    case .alike:
      check = nil
      (awaitsNews, resumed) = (true, .now)
    case .different:
      check = nil
      isMismatched = true
    case .open, nil:
      break
    }
  }
}
