import CAVCodec
import CFLAC
import COgg
import COpus
import LateLoading

/// The libraries for what only downloads hold: loaded by the first decoder that needs them, so that a program which plays a
/// stream of MP3 or PCM neither waits for them nor needs them installed.
///
/// Any thread; waits while another one loads. libavcodec takes some tens of milliseconds, the others less than one.
enum DecodingLibrary {
  static func loadFLAC() throws(DecodingError) { try flac.check(orThrow: DecodingError.libraryMissing) }
  static func loadOgg() throws(DecodingError) { try ogg.check(orThrow: DecodingError.libraryMissing) }
  static func loadOpus() throws(DecodingError) { try opus.check(orThrow: DecodingError.libraryMissing) }
  static func loadAVCodec() throws(DecodingError) { try avcodec.check(orThrow: DecodingError.libraryMissing) }

  private static let flac = unsafe LateLibrary(package: "libflac12", cflac_load)
  private static let ogg = unsafe LateLibrary(package: "libogg0", cogg_load)
  private static let opus = unsafe LateLibrary(package: "libopus0", copus_load)
  private static let avcodec = unsafe LateLibrary(package: "libavcodec59", cavcodec_load)
}
