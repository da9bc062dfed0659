import Foundation
import PulseHarness
import Testing

/// `gust setup`, `gust manual`, and whether shells and man find what was installed.
@Suite(.serialized, .timeLimit(.minutes(2))) struct Setup {
  private static let places =
    ["bash-completion/completions/gust", "fish/vendor_completions.d/gust.fish", "zsh/site-functions/_gust"]
    + (HelpRuns.commands.map { "man/man1/gust-\($0).1" } + ["man/man1/gust.1"])

  private func setup(_ arguments: String..., data: String? = nil) async throws -> ProgramRun.Result {
    try await GustProgram.runAlone(["setup"] + arguments, environment: ["XDG_DATA_HOME": data])
  }

  /// All files below `folder`.
  private func files(below folder: String) -> [String] {
    (FileManager.default.enumerator(atPath: folder)?.allObjects as? [String] ?? []).filter {
      var isFolder: ObjCBool = false
      return unsafe FileManager.default.fileExists(atPath: "\(folder)/\($0)", isDirectory: &isFolder)
        && !isFolder.boolValue
    }.sorted()
  }

  @Test("Everything is written to its place and named, again and again, and taken away")
  func places() async throws {
    let scratch = try TemporaryFolder()
    for _ in 1...2 {
      let result = try await setup(data: scratch.path("data"))
      #expect(result.ending == .exit(0) && result.error.isEmpty, "\(result.error)")
      let said = String(decoding: result.output, as: UTF8.self).split(separator: "\n").map(String.init)
      #expect(said.sorted() == Self.places.map { scratch.path("data/\($0)") }.sorted())
      #expect(files(below: scratch.path("data")) == Self.places.sorted())
    }
    #expect(try await setup("-q", "--prefix", scratch.path("usr"), data: scratch.path("data")).output.isEmpty)
    #expect(files(below: scratch.path("usr/share")) == Self.places.sorted())
    #expect(try await setup("--remove", data: scratch.path("data")).ending == .exit(0))
    #expect(files(below: scratch.path("data")).isEmpty && !files(below: scratch.path("usr")).isEmpty)
  }

  @Test("What others wrote is left alone, and the rest written")
  func strangers() async throws {
    let scratch = try TemporaryFolder()
    let place = scratch.path("data/man/man1")
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    try scratch.write("data/man/man1/gust.1", Array("theirs".utf8))
    try scratch.write("precious", Array("Written by gust itself".utf8))
    try scratch.link("data/man/man1/gust-say.1", to: scratch.path("precious"))
    for arguments in [[], ["--remove"]] {
      let result = try await GustProgram.runAlone(
        ["setup"] + arguments, environment: ["XDG_DATA_HOME": scratch.path("data")])
      #expect(result.ending == .exit(1))
      #expect(result.lines.count == 2 && result.lines.allSatisfy { $0.contains("left as it is") }, "\(result.error)")
      expectSame(try scratch.read("data/man/man1/gust.1"), Array("theirs".utf8))
      expectSame(try scratch.read("precious"), Array("Written by gust itself".utf8))
      #expect(files(below: scratch.path("data")).count == (arguments.isEmpty ? Self.places.count : 2))
    }
  }

  @Test("A folder that cannot be written is named")
  func unwritable() async throws {
    let result = try await setup("--prefix", "/proc/nowhere")
    #expect(result.ending == .exit(1) && result.error.contains("/proc/nowhere"), "\(result.error)")
  }

  @Test("bash, fish, zsh and man find what was written")
  func found() async throws {
    let scratch = try TemporaryFolder()
    let data = scratch.path("data")
    #expect(try await setup(data: data).ending == .exit(0))
    // fish looks only for completions of programs that it finds.
    let search = "\(URL(filePath: GustProgram.path).deletingLastPathComponent().path):/usr/bin:/bin"
    let fish = try await CompletingShell.fish.offers(
      behind: "gust completions ", in: scratch.path(""), script: nil,
      environment: ["XDG_DATA_HOME": data, "PATH": search])
    #expect(fish == ["bash", "fish", "zsh"])
    let zsh = try await CompletingShell.zsh.offers(
      behind: "gust completions ", in: scratch.path(""), script: nil,
      environment: ["fpath_first": data + "/zsh/site-functions"])
    #expect(zsh == ["bash", "fish", "zsh"])
    let script = "source /usr/share/bash-completion/bash_completion; _completion_loader gust; complete -p gust"
    let bash = try ProgramRun("bash", ["--norc", "-c", script], environment: ["XDG_DATA_HOME": data]).wait()
    #expect(String(decoding: bash.output, as: UTF8.self) == "complete -F _gust gust\n", "\(bash.error)")
    let man = try ProgramRun("man", ["-w", "gust-say"], environment: ["MANPATH": data + "/man"])
    let result = try man.wait()
    #expect(String(decoding: result.output, as: UTF8.self) == data + "/man/man1/gust-say.1\n")
  }

  @Test("The pages are without fault, by the judgement of mandoc and groff", arguments: [nil] + HelpRuns.commands)
  func pages(_ command: String?) async throws {
    let scratch = try TemporaryFolder()
    let page = try await GustProgram.runAlone(["manual"] + (command.map { [$0] } ?? []))
    #expect(page.ending == .exit(0) && page.error.isEmpty)
    let path = try scratch.write("page.1", page.output)
    let mandoc = try ProgramRun("mandoc", ["-T", "lint", path]).wait()
    #expect(mandoc.output.isEmpty && mandoc.ending == .exit(0), "\(String(decoding: mandoc.output, as: UTF8.self))")
    let groff = try ProgramRun("groff", ["-ww", "-man", "-Tutf8", path]).wait()
    #expect(groff.error.isEmpty && groff.ending == .exit(0), "\(groff.error)")
    let man = try ProgramRun("man", ["--warnings", "-l", path], environment: ["LC_ALL": "C.UTF-8", "MANWIDTH": "80"])
    let shown = try man.wait()
    let text = String(decoding: shown.output, as: UTF8.self)
    #expect(shown.error.isEmpty && text.contains("GUST" + (command.map { "-\($0.uppercased())" } ?? "") + "(1)"))
    for heading in ["NAME", "SYNOPSIS", "DESCRIPTION", "EXIT STATUS", "ENVIRONMENT", "FILES", "SEE ALSO"] {
      #expect(text.contains("\n\(heading)\n"), "\(heading)")
    }
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }
}
