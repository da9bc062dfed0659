import PulseHarness

/// A rival that has no program of its own: a small source of ours around somebody else's library, compiled when it is needed
/// and run beside this program, never linked into it.
struct CompiledRival {
  let name: String
  /// The compiler, and the Debian package that has it.
  let compiler: (program: String, package: String)
  /// The first is compiled; the others are what it includes.
  let sources: [(name: String, contents: [UInt8])]
  var libraries: [String] = []
  /// The Debian package with the headers it needs.
  var package: String?

  /// Compiles it into `folder` and starts it.
  func start(in folder: TemporaryFolder) throws(MissingRival) -> ProgramDialogue {
    let program = folder.path("\(name.filter(\.isLetter)).bin")
    do {
      for source in sources { try folder.write(source.name, source.contents) }
      let result = try ProgramRun(compiler.program, arguments(folder, program)).wait(limit: .seconds(120))
      guard result.ending == .exit(0) else { throw missing(compilerSaid: result.error) }
      return try ProgramDialogue(program)
    } catch let error as MissingRival {
      throw error
    } catch HarnessError.cannotStart(compiler.program, let reason) {
      throw MissingRival(name: name, reason: "\(compiler.program): \(reason) (apt install \(compiler.package))")
    } catch {
      throw MissingRival(name: name, reason: "\(error)")
    }
  }

  /// Why it cannot be had, from what the compiler wrote: its first error, and what to install when a header is not there.
  func missing(compilerSaid output: String) -> MissingRival {
    let lines = output.split(separator: "\n")
    let error = lines.first { $0.contains("error: ") } ?? lines.last ?? "no reason given"
    let said = error.split(separator: "error: ", maxSplits: 1).last.map(String.init) ?? String(error)
    guard let package, said.hasSuffix("No such file or directory") else {
      return MissingRival(name: name, reason: "\(compiler.program): \(said)")
    }
    return MissingRival(name: name, reason: "\(said) (apt install \(package))")
  }

  private func arguments(_ folder: TemporaryFolder, _ program: String) -> [String] {
    Self.flags + sources.prefix(1).map { folder.path($0.name) } + ["-o", program, "-pthread"]
      + libraries.map { "-l" + $0 }
  }

  private static var flags: [String] {
    #if arch(x86_64)
      ["-O3", "-march=x86-64-v2"]
    #else
      ["-O3"]
    #endif
  }
}

/// A rival that nothing can be measured of here.
struct MissingRival: Error, Equatable {
  let name: String
  let reason: String

  /// As a table's note tells it.
  var note: String { "MISSING \(name): \(reason)" }
}
