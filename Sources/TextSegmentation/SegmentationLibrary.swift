import CICU
import CMD4C
import LateLoading

/// The libraries that know languages and Markdown: loaded by the first segmenter that needs them, for a program that says
/// one short sentence needs neither.
///
/// Any thread; waits while another one loads. ICU takes about a millisecond and its rules for a language half of one, when
/// the disk's cache is warm.
enum SegmentationLibrary {
  static func loadICU() throws(TextSegmentationError) { try icu.check(orThrow: TextSegmentationError.libraryMissing) }
  static func loadMD4C() throws(TextSegmentationError) { try md4c.check(orThrow: TextSegmentationError.libraryMissing) }

  private static let icu = unsafe LateLibrary(package: "libicu72", cicu_load)
  private static let md4c = unsafe LateLibrary(package: "libmd4c0", cmd4c_load)
}
