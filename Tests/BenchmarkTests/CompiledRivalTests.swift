import PulseHarness
import Testing

@testable import gust_bench

/// Rivals that are compiled when they are needed: what is missing is named, what runs answers.
@Suite struct CompiledRivalTests {
  private func rival(
    compiler: String = "gcc", _ source: String, package: String? = nil, name: String = "Echo 1"
  ) -> CompiledRival {
    CompiledRival(
      name: name, compiler: (compiler, "gcc"), sources: [("echo.c", Array(source.utf8))], package: package)
  }

  @Test("A compiler that is not there is named, with its package")
  func missingCompiler() throws {
    let folder = try TemporaryFolder()
    let error = #expect(throws: MissingRival.self) {
      _ = try rival(compiler: "no-such-compiler", "").start(in: folder)
    }
    let note = try #require(error?.note)
    #expect(note.hasPrefix("MISSING Echo 1: no-such-compiler: No such file"))
    #expect(note.hasSuffix("(apt install gcc)"))
  }

  @Test("A header that is not there is named, with its package")
  func missingHeader() throws {
    let folder = try TemporaryFolder()
    let error = #expect(throws: MissingRival.self) {
      _ = try rival("#include <no/such.h>\n", package: "libnone-dev").start(in: folder)
    }
    #expect(error?.reason == "no/such.h: No such file or directory (apt install libnone-dev)")
  }

  @Test("Any other error of the compiler is told as it is")
  func otherError() {
    let rival = rival("", package: "libnone-dev")
    let said = "a.c: In function 'main':\na.c:1:2: error: expected ';' before 'x'\n"
    #expect(rival.missing(compilerSaid: said).reason == "gcc: expected ';' before 'x'")
    #expect(rival.missing(compilerSaid: "").reason == "gcc: no reason given")
  }

  @Test("What compiles is started, and answers line by line")
  func answers() throws {
    let source = """
      #include <stdio.h>
      int main(void) {
        char line[100];
        while (fgets(line, sizeof line, stdin)) { printf("got %s", line); fflush(stdout); }
        return 0;
      }
      """
    let program = try rival(source).start(in: TemporaryFolder())
    #expect(try program.ask("one") == "got one")
    #expect(try program.ask("two") == "got two")
  }

  @Test("A program that has ended is an error, not a crash")
  func ended() throws {
    let program = try ProgramDialogue("true")
    #expect(throws: HarnessError.self) { _ = try program.ask("anyone?", limit: .seconds(10)) }
    #expect(throws: HarnessError.self) { _ = try program.ask("anyone?", limit: .seconds(10)) }
  }
}
