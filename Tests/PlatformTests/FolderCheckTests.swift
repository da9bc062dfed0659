import Glibc
import Platform
import PulseHarness
import Testing

@Suite struct FolderCheckTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    unsafe chmod(folder.path(""), 0o700)
  }

  private func fault(_ path: String, mustExist: Bool = false, forbidden: UInt32 = 0o022) -> FolderFault? {
    do throws(FolderFault) {
      try checkFolder(path, mustExist: mustExist, forbidden: forbidden)
      return nil
    } catch {
      return error
    }
  }

  @Test func aFolderThatIsThereOrCanBeMadeIsFine() {
    #expect(fault(folder.path("")) == nil)
    #expect(fault(folder.path("a/b/c")) == nil)
    #expect(unsafe access(folder.path("a"), F_OK) != 0, "it was made")
    #expect(fault(folder.path("a"), mustExist: true) == .unusable(path: folder.path("a"), errno: ENOENT))
  }

  @Test func permissions() {
    unsafe chmod(folder.path(""), 0o755)
    #expect(fault(folder.path("")) == nil && fault(folder.path(""), forbidden: 0o077) == .notPrivate)
    unsafe chmod(folder.path(""), 0o770)
    #expect(fault(folder.path("")) == .notPrivate)
  }

  @Test func whatIsNoFolder() throws {
    let file = try folder.write("file", [])
    #expect(fault(file) == .unusable(path: file, errno: ENOTDIR))
    #expect(fault(file + "/x") == .unusable(path: file + "/x", errno: ENOTDIR))
    #expect(fault("relative") == .notAbsolute && fault("") == .notAbsolute)
    #expect(fault(file + "/x/y") == .unusable(path: file + "/x/y", errno: ENOTDIR))
  }
}
