import BreezeSimulator
import Foundation
import PulseHarness
import Testing

extension EmbeddingTests {
  /// A package of somebody else, as the article “First sound in ten lines” has it.
  @Suite struct Consumer {
    /// What is built once is there for the next run of the tests, as long as it lies in the same place.
    private static let home = Library.package.appending(path: ".build/outside")
    let stage: Stage

    init() throws { stage = try EndToEndTests.stage }

    @Test("The package of the article, outside and alone, builds and speaks; all listings compile")
    func article() async throws {
      let folder = try writePackage()
      let products = Self.home.appending(path: "products").path
      let build = try ProgramRun("swift", ["build", "--package-path", folder.path, "--scratch-path", products])
      let built = try await offPool { try build.wait(limit: .seconds(840)) }
      try #require(built.ending == .exit(0), "\(String(decoding: built.output.suffix(4000), as: UTF8.self))")

      stage.set(.noise(300))
      let recording = try await stage.hear { _ in
        let environment = GustProgram.environment(on: stage).merging(["PULSE_SINK": "speech"]) { $1 }
        let run = try ProgramRun(products + "/debug/Hello", [], environment: environment)
        let result = try await offPool { try run.wait(limit: .seconds(60)) }
        #expect(result.ending == .exit(0), "\(result.error)")
        let events = String(decoding: result.output, as: UTF8.self)
        #expect(events.hasPrefix("connecting\nfirstByte\nstarted\nfinished("), "\(events)")
      }
      // MP3: noise is not the same behind it, but as long.
      let spoken = try stage.samples("Hello", .noise(300)).count
      #expect(recording.sound.count >= spoken * 9 / 10, "\(recording.sound.count) of \(spoken)")
    }

    /// What the listings take for granted that are no part of the package.
    private static let given = [
      "FirstSound": "",
      "FollowingWhatIsHeard": """
      player: Player, utterance: Utterance, request: SpeechRequest, draw: (Double, Double) -> Void,
      underline: (Int) -> Void
      """,
      "EmbeddingWithoutSound": "voice: String, samples: inout MutableSpan<Int16>",
      "SpeakingWhileWritten": "player: Player, voice: String, tokens: AsyncStream<String>",
    ]

    /// Writes the package, with Gust for a neighbour as the article has it, and returns its folder.
    private func writePackage() throws -> URL {
      let listings = try Article("FirstSound").listings(in: "swift")
      try #require(listings.count >= 2)
      let folder = Self.home.appending(path: "Hello")
      let sources = folder.appending(path: "Sources/Hello")
      try FileManager.default.createDirectory(at: sources, withIntermediateDirectories: true)
      try listings[0].write(to: folder.appending(path: "Package.swift"), atomically: true, encoding: .utf8)
      try listings[1].write(to: sources.appending(path: "main.swift"), atomically: true, encoding: .utf8)
      try otherListings().write(to: sources.appending(path: "Articles.swift"), atomically: true, encoding: .utf8)
      try clone(into: Self.home.appending(path: "Gust"))
      return folder
    }

    /// Has in `folder` what git knows of this package, with what is not committed yet, and nothing else that lies about here.
    ///
    /// What is the same already is left alone, so that it need not be compiled again.
    private func clone(into folder: URL) throws {
      let list = ["-c", "safe.directory=*", "-C", Library.package.path, "ls-files", "-z", "-co", "--exclude-standard"]
      let result = try ProgramRun("git", list).wait(limit: .seconds(60))
      try #require(result.ending == .exit(0), "\(result.error)")
      let files = FileManager.default
      let paths = Set(result.text.split(separator: "\0").map(String.init))
        .filter { files.fileExists(atPath: Library.package.appending(path: $0).path) }
      try #require(paths.contains("Package.swift"))
      try files.createDirectory(at: folder, withIntermediateDirectories: true)
      for path in try files.subpathsOfDirectory(atPath: folder.path) where !paths.contains(path) {
        let old = folder.appending(path: path).path
        let type = try files.attributesOfItem(atPath: old)[.type] as? FileAttributeType
        if type != .typeDirectory { try files.removeItem(atPath: old) }
      }
      for path in paths {
        let (source, copy) = (Library.package.appending(path: path), folder.appending(path: path))
        if files.contentsEqual(atPath: source.path, andPath: copy.path) { continue }
        try? files.removeItem(at: copy)
        try files.createDirectory(at: copy.deletingLastPathComponent(), withIntermediateDirectories: true)
        try files.copyItem(at: source, to: copy)
      }
    }

    /// The listings that are no part of the package, each a function, to be compiled and not run.
    private func otherListings() throws -> String {
      let functions = try Article.names.flatMap { name in
        let listings = try Article(name).listings(in: "swift").dropFirst(name == "FirstSound" ? 2 : 0)
        return try listings.enumerated().map { index, listing in
          let given = try #require(
            Self.given[name], "\(name) has a listing, and nobody knows what it takes for granted")
          return "func listing\(index)of\(name)(\(given)) async throws {\n\(listing)}\n"
        }
      }
      try #require(functions.count >= Self.given.count)
      return "import Gust\n\n" + functions.joined(separator: "\n")
    }
  }
}
