import SpeechAPI
import Testing

/// The name that a download is given: what RFC 6266 allows, and what is found in the wild.
@Suite struct ContentDispositionTests {
  @Test(arguments: [
    ("attachment; filename=\"hist_1.mp3\"", "hist_1.mp3"),
    ("attachment; filename=hist_1.mp3", "hist_1.mp3"),
    ("ATTACHMENT;FileName = \"a b.mp3\" ; size=3", "a b.mp3"),
    (#"attachment; filename="a\"b;c\\d.mp3""#, #"a"b;c\d.mp3"#),
    ("attachment; filename=\"a;b.mp3\"; x=1", "a;b.mp3"),
    ("attachment; filename*=UTF-8''na%C3%AFve%20%E2%82%AC.mp3", "naïve €.mp3"),
    ("attachment; filename=\"plain.mp3\"; filename*=UTF-8'en'na%C3%AFve.mp3", "naïve.mp3"),
    ("attachment; filename*=iso-8859-1''na%EFve.mp3", "naïve.mp3"),
    ("attachment; filename=first; filename=second", "first"),
    ("attachment; filename=\"../../etc/passwd\"", "../../etc/passwd"),
    ("attachment; filename*=UTF-8''..%2F..%2Fetc%2Fpasswd", "../../etc/passwd"),
    ("inline; filename=\"\"", ""),
    ("attachment; filename=\"unclosed.mp3", "\"unclosed.mp3"),
  ])
  func name(value: String, name: String) {
    #expect(ContentDisposition(value).filename == name)
  }

  @Test(arguments: ["", "attachment", "attachment; filename", "attachment; name=\"a.mp3\"", ";;;", "inline; x=y"])
  func noName(value: String) {
    #expect(ContentDisposition(value).filename == nil)
  }

  @Test(arguments: [
    "UTF-8''%C3", "UTF-8''%zz", "UTF-8''%4", "UTF-8'x.mp3", "x.mp3", "koi8-r''x.mp3", "UTF-8''%+1", "UTF-8''a%C3%28",
  ])
  func anExtendedNameThatCannotBeDecodedGivesWayToThePlainOne(value: String) {
    #expect(ContentDisposition("attachment; filename*=\(value); filename=plain.mp3").filename == "plain.mp3")
    #expect(ContentDisposition("attachment; filename*=\(value)").filename == nil)
  }
}
