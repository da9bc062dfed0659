import Glibc
import Gust
import PulseHarness
import SpeechAPI
import Testing

/// The service as environment and key file describe it. The environment is one for all, hence one after the other.
@Suite(.serialized) struct EnvironmentTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    unsafe unsetenv("BREEZE_API_KEY")
    unsafe unsetenv("BREEZE_BASE_URL")
  }

  private func message(_ body: () throws(EnvironmentError) -> Void) -> String? {
    do throws(EnvironmentError) {
      try body()
      return nil
    } catch {
      return error.message
    }
  }

  @Test func withoutAKeyThereIsNoService() throws {
    let reason = try #require(
      message { () throws(EnvironmentError) in _ = try SpeechService.fromEnvironment() })
    #expect(reason.contains("BREEZE_API_KEY"))
    #expect(!reason.contains("--"), "programs in C and Python show it, too")
    unsafe setenv("BREEZE_API_KEY", "", 1)
    #expect(
      message { () throws(EnvironmentError) in _ = try APIKey.fromEnvironment() }?.contains("BREEZE_API_KEY") == true)
  }

  @Test func aKeyThatIsNoneIsNotQuoted() {
    unsafe setenv("BREEZE_API_KEY", "secret\r\nX-Evil: 1", 1)
    let message = message { () throws(EnvironmentError) in _ = try APIKey.fromEnvironment() }
    #expect(message != nil && message?.contains("secret") == false)
    unsafe unsetenv("BREEZE_API_KEY")
  }

  @Test func theBaseURLIsChecked() throws {
    #expect(try ServiceEndpoint.fromEnvironment() == .standard)
    unsafe setenv("BREEZE_BASE_URL", "http://127.0.0.1:8080/", 1)
    #expect(try ServiceEndpoint.fromEnvironment() == ServiceEndpoint("http://127.0.0.1:8080/"))
    unsafe setenv("BREEZE_BASE_URL", "ftp://host", 1)
    let message = message { () throws(EnvironmentError) in _ = try ServiceEndpoint.fromEnvironment() }
    #expect(message?.hasPrefix("BREEZE_BASE_URL cannot be used") == true)
    unsafe unsetenv("BREEZE_BASE_URL")
  }

  @Test func aKeyFileMayEndInANewline() throws {
    let path = try folder.write("key", Array("abc\n".utf8), mode: 0o600)
    #expect(message { () throws(EnvironmentError) in _ = try APIKey.inFile(path) } == nil)
  }

  @Test(arguments: [("abc", 0o644, "chmod 600"), ("", 0o600, "empty"), ("a b", 0o600, "space")])
  func aKeyFileThatCannotBeUsedSaysWhy(contents: String, mode: Int, expected: String) throws {
    let path = try folder.write("key", Array(contents.utf8), mode: mode)
    #expect(message { () throws(EnvironmentError) in _ = try APIKey.inFile(path) }?.contains(expected) == true)
  }

  @Test func aKeyFileIsSmall() throws {
    let path = try folder.write("key", Array(repeating: 65, count: 5000), mode: 0o600)
    #expect(message { () throws(EnvironmentError) in _ = try APIKey.inFile(path) }?.contains("4096") == true)
    #expect(
      message { () throws(EnvironmentError) in _ = try APIKey.inFile(folder.path("none")) }?.contains("none") == true)
  }
}
