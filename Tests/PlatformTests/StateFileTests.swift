import Glibc
import Platform
import PulseHarness
import Testing

/// A small file that is never in the way.
@Suite struct StateFileTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    unsafe chmod(folder.path(""), 0o700)
  }

  private func mode(_ path: String) -> mode_t {
    var status = stat()
    return unsafe lstat(path, &status) == 0 ? status.st_mode & 0o777 : 0
  }

  @Test func whatIsWrittenCanBeReadByItsOwnerAlone() {
    let file = StateFile(folder: folder.path("a/b/gust"), name: "arrivals")
    #expect(file.read(limit: 100) == nil)
    #expect(file.replace(with: [1, 2, 3]))
    #expect(file.read(limit: 100) == [1, 2, 3])
    #expect(mode(folder.path("a/b/gust/arrivals")) == 0o600)
    #expect(mode(folder.path("a/b/gust")) == 0o700 && mode(folder.path("a")) == 0o700)
    #expect(file.replace(with: []))
    #expect(file.read(limit: 100) == [])
  }

  @Test func aFileBeyondTheLimitIsNotRead() {
    let file = StateFile(folder: folder.path("gust"), name: "f")
    #expect(file.replace(with: Array(repeating: 7, count: 100_000)))
    #expect(file.read(limit: 99_999) == nil)
    #expect(file.read(limit: 100_000)?.count == 100_000)
  }

  @Test func aLinkIsNotFollowed() throws {
    let target = try folder.write("target", [9])
    let file = StateFile(folder: folder.path(""), name: "link")
    #expect(unsafe symlink(target, folder.path("link")) == 0)
    #expect(file.read(limit: 100) == nil)
    #expect(file.replace(with: [1]))
    #expect(folder.contents(of: "target") == [9], "it was written through")
    #expect(file.read(limit: 100) == [1])
  }

  @Test func whatIsNoOrdinaryFileIsLeftAlone() {
    #expect(unsafe mkfifo(folder.path("pipe"), 0o600) == 0)
    #expect(StateFile(folder: folder.path(""), name: "pipe").read(limit: 100) == nil)
    #expect(unsafe mkdir(folder.path("folder"), 0o700) == 0)
    let file = StateFile(folder: folder.path(""), name: "folder")
    #expect(file.read(limit: 100) == nil)
    #expect(!file.replace(with: [1]))
    #expect(folder.names == ["folder", "pipe"], "nothing is left behind")
  }

  @Test func aFolderThatOthersCanWriteToIsNotUsed() {
    let shared = folder.path("shared")
    #expect(unsafe mkdir(shared, 0o700) == 0 && chmod(shared, 0o777) == 0)
    #expect(!StateFile(folder: shared, name: "f").replace(with: [1]))
  }

  @Test(arguments: ["/proc/gust", "/dev/null/gust", "/proc/1/fd"])
  func aPlaceThatCannotBeWrittenIsHarmless(place: String) {
    let file = StateFile(folder: place, name: "f")
    #expect(!file.replace(with: [1]))
    #expect(file.read(limit: 10) == nil)
  }

  @Test func whereItIs() {
    // The environment is one for all; these names are read by nobody else here.
    defer { unsafe _ = (unsetenv("XDG_STATE_HOME"), unsetenv("GUST_STATE")) }
    unsafe setenv("XDG_STATE_HOME", "/x", 1)
    #expect(standardStateFolder() == "/x/gust")
    unsafe setenv("XDG_STATE_HOME", "relative", 1)
    #expect(standardStateFolder()?.hasSuffix("/.local/state/gust") != false)
    unsafe setenv("GUST_STATE", "off", 1)
    #expect(standardStateFolder() == nil)
  }
}
