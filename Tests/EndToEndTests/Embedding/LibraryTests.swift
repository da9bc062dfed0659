import Foundation
import PulseHarness
import Testing

extension EmbeddingTests {
  /// What is installed.
  @Suite struct Installation {
    @Test("Exactly the functions of gust.h can be seen, each with its version, and nothing of Swift")
    func symbols() async throws {
      let library = try await Library.installed
      let header = try String(contentsOfFile: library.prefix + "/include/gust.h", encoding: .utf8)
      let declared = Set(header.matches(of: /\b(gust_[a-z_]+)\(/).map { String($0.1) })
      let result = try await library.run("nm", ["-D", "--defined-only", library.path])
      let symbols = result.text.split(separator: "\n").compactMap { $0.split(separator: " ").last }
      #expect(declared.count > 40)
      #expect(Set(symbols.map(String.init)) == Set(declared.map { $0 + "@@GUST_1" }))
    }

    @Test("It needs nothing of Swift, has the name of its major version, and says its version everywhere alike")
    func needs() async throws {
      let library = try await Library.installed
      let needed = try await library.run("ldd", [library.path])
      #expect(needed.text.contains("libcurl.so") && needed.text.contains("libmpg123.so"))
      #expect(
        !needed.text.contains("libswift") && !needed.text.contains("libstdc++") && !needed.text.contains("not found")
          && !needed.text.contains("libpulse"))
      let version = try await library.run("pkg-config", ["--modversion", "gust"]).text.trimmingCharacters(
        in: .whitespacesAndNewlines)
      let major = try #require(version.split(separator: ".").first)
      let dynamic = try await library.run("readelf", ["-d", library.path])
      #expect(dynamic.text.contains("[libgust.so.\(major)]"))
      let python = try await library.run(
        "python3", ["-c", "import gust; print(gust.__version__, gust._library._NAME)"])
      #expect(python.text == "\(version) libgust.so.\(major)\n", "\(python.error)")
    }

    @Test("The header is C and C++", arguments: [["gcc", "-std=c99", "-xc"], ["g++", "-std=c++11", "-xc++"]])
    func header(_ compiler: [String]) async throws {
      let library = try await Library.installed
      let options = ["-Wall", "-Wextra", "-Werror", "-pedantic", "-fsyntax-only", library.prefix + "/include/gust.h"]
      let result = try await library.run(compiler[0], compiler.dropFirst() + options)
      #expect(result.ending == .exit(0), "\(result.error)")
    }
  }
}
