import CAVCodec
import CFLAC
import COgg
import COpus

/// The libraries for what only downloads hold: loaded by the first decoder that needs them, so that a program which plays a
/// stream of MP3 or PCM neither waits for them nor needs them installed.
///
/// Any thread; waits while another one loads. libavcodec takes some tens of milliseconds, the others less than one.
enum LateLibrary {
  static func loadFLAC() throws(DecodingError) { try check(flac, "libflac12") }
  static func loadOgg() throws(DecodingError) { try check(ogg, "libogg0") }
  static func loadOpus() throws(DecodingError) { try check(opus, "libopus0") }
  static func loadAVCodec() throws(DecodingError) { try check(avcodec, "libavcodec59") }

  private static let flac = unsafe text(cflac_load())
  private static let ogg = unsafe text(cogg_load())
  private static let opus = unsafe text(copus_load())
  private static let avcodec = unsafe text(cavcodec_load())

  private static func check(_ problem: String?, _ package: String) throws(DecodingError) {
    guard let problem else { return }
    throw .libraryMissing(package: package, reason: problem)
  }

  private static func text(_ problem: UnsafePointer<CChar>?) -> String? {
    unsafe problem.map { unsafe String(cString: $0) }
  }
}
