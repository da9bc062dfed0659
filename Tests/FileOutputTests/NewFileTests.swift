import FileOutput
import Glibc
import PulseHarness
import Testing

/// Places for files that nothing may be lost for.
@Suite struct NewFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func theFirstFreePlaceIsTaken() throws {
    let part = try folder.write("part", [7])
    let taken = try folder.write("a", [1])
    let link = folder.path("b")
    let made = unsafe symlink(folder.path("nowhere"), link)
    try #require(made == 0)
    #expect(try moveFile(part, toFirstFreeOf: [taken, link, folder.path("c"), folder.path("d")]) == folder.path("c"))
    let gone = unsafe access(part, F_OK)
    let nothing = unsafe access(folder.path("nowhere"), F_OK)
    #expect(gone != 0 && nothing != 0)
  }

  @Test func whereNoPlaceIsFreeNothingIsMoved() throws {
    let part = try folder.write("part", [7])
    let taken = try folder.write("a", [1])
    let full = try #require(throws: FileOutputError.self) { try moveFile(part, toFirstFreeOf: [taken]) }
    #expect(full.path == taken && full.step == .rename && full.errno == EEXIST)
    // Where it is not for want of a free name, no further one is tried.
    let lost = try #require(throws: FileOutputError.self) {
      try moveFile(part, toFirstFreeOf: [folder.path("x/y"), folder.path("z")])
    }
    #expect(lost.path == folder.path("x/y") && lost.errno == ENOENT)
    #expect(throws: FileOutputError.self) { try moveFile(folder.path("none"), toFirstFreeOf: [folder.path("new")]) }
    let isThere = unsafe access(part, F_OK)
    let isLeft = unsafe access(folder.path("new"), F_OK)
    #expect(isThere == 0 && isLeft != 0)
  }

  @Test func tryingAPlaceLeavesNoTrace() throws {
    let kept = try folder.write("kept", [1])
    try checkWritable(folder.path("new"))
    try checkWritable(kept)
    try checkWritable("-")
    try checkWritable("/dev/full")
    #expect(throws: FileOutputError.self) { try checkWritable(folder.path("missing/new")) }
    let isLeft = unsafe access(folder.path("new"), F_OK)
    #expect(isLeft != 0)
    #expect(isFolder(folder.path("")) && !isFolder(kept) && !isFolder(folder.path("none")))
  }
}
