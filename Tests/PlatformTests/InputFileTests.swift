import Glibc
import Platform
import PulseHarness
import Testing

/// Reading whole files, within limits.
@Suite struct InputFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test(arguments: [0, 1, 65_535, 65_536, 65_537, 200_000])
  func allIsReadUpToTheLimit(size: Int) throws {
    let contents = (0..<size).map { UInt8(truncatingIfNeeded: $0 * 31) }
    let path = try folder.write("a", contents)
    #expect(try readFile(path, limit: size) == contents)
    if size > 0 { #expect(throws: InputFileError.tooLarge(limit: size - 1)) { try readFile(path, limit: size - 1) } }
  }

  @Test func whatIsEndlessIsGivenUp() {
    #expect(throws: InputFileError.tooLarge(limit: 1000)) { try readFile("/dev/zero", limit: 1000) }
  }

  @Test func whatCannotBeReadSaysWhy() {
    #expect(throws: InputFileError.unreadable(errno: ENOENT)) { try readFile(folder.path("none"), limit: 1) }
    #expect(throws: InputFileError.unreadable(errno: EISDIR)) { try readFile(folder.path(""), limit: 1) }
    #expect(InputFileError.unreadable(errno: ENOENT).reason == "cannot be read: No such file or directory")
  }

  @Test(arguments: [(0o600, true), (0o664, true), (0o602, false), (0o666, false)])
  func whatDecidesMustNotBeEverybodys(mode: Int, isSafe: Bool) throws {
    let path = try folder.write("configuration", [1], mode: mode)
    if isSafe {
      #expect(try readFile(path, limit: 10, mustBeUnalterable: true) == [1])
    } else {
      #expect(throws: InputFileError.alterable) { try readFile(path, limit: 10, mustBeUnalterable: true) }
    }
  }

  @Test func whatIsNotThereIsAbsent() {
    #expect(InputFileError.unreadable(errno: ENOENT).isAbsence && InputFileError.unreadable(errno: ENOTDIR).isAbsence)
    #expect(!InputFileError.unreadable(errno: EACCES).isAbsence && !InputFileError.notOwned.isAbsence)
  }

  @Test(arguments: [(0o600, true), (0o400, true), (0o640, false), (0o604, false), (0o601, false), (0o644, false)])
  func aSecretMustBePrivate(mode: Int, isPrivate: Bool) throws {
    let path = try folder.write("key", [1], mode: mode)
    if isPrivate {
      #expect(try readFile(path, limit: 10, mustBePrivate: true) == [1])
    } else {
      #expect(throws: InputFileError.notPrivate) { try readFile(path, limit: 10, mustBePrivate: true) }
    }
    #expect(try readFile(path, limit: 10) == [1])
  }

  @Test(.enabled(if: geteuid() == 0, "only the superuser can give files away"))
  func aSecretMustNotBeSomebodyElses() throws {
    let path = try folder.write("key", [1], mode: 0o600)
    let changed = unsafe chown(path, 65_534, 65_534)
    try #require(changed == 0)
    #expect(throws: InputFileError.notOwned) { try readFile(path, limit: 10, mustBePrivate: true) }
  }

  @Test func aLinkToASecretIsAsPrivateAsTheSecret() throws {
    let (open, closed) = (try folder.write("open", [1], mode: 0o644), try folder.write("closed", [2], mode: 0o600))
    for (target, link) in [(open, folder.path("a")), (closed, folder.path("b"))] {
      let made = unsafe symlink(target, link)
      try #require(made == 0)
    }
    #expect(try readFile(folder.path("b"), limit: 10, mustBePrivate: true) == [2])
    #expect(throws: InputFileError.notPrivate) { try readFile(folder.path("a"), limit: 10, mustBePrivate: true) }
  }
}
