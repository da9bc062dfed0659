import FoundationEssentials
import Glibc
import PulseHarness

/// The official Python SDK in a virtual environment of its own, kept between runs.
enum SDKEnvironment {
  static let version = "0.21.1"

  /// The command that plays with the SDK's `stream`, as its documentation shows it; a format has to be added.
  ///
  /// Installs the SDK when it is not there yet, with `pip` from the package index that is configured.
  static func command() throws(BenchError) -> [String] {
    let folder = cache.appending(path: "breeze-blue-\(version)")
    let python = folder.appending(path: "bin/python").path
    if !runs(python, ["-c", "import breeze_blue"]) {
      guard runs("python3", ["-m", "venv", "--clear", folder.path]) else {
        throw BenchError("missing: python3 cannot make a virtual environment")
      }
      guard runs(python, ["-m", "pip", "install", "--quiet", "breeze-blue==\(version)"]) else {
        throw BenchError("missing: pip could not install breeze-blue \(version)")
      }
    }
    return [python, "-c", script]
  }

  private static let script = """
    import os, sys
    from breeze_blue import BreezeBlue, stream
    client = BreezeBlue(api_key=os.environ["BREEZE_API_KEY"], base_url=os.environ["BREEZE_BASE_URL"])
    stream(client.text_to_speech.stream(
        voice_id=os.environ["BREEZE_VOICE"], text="\(Rig.text)", output_format=sys.argv[1]))
    """

  private static var cache: URL {
    let environment = ProcessInfo.processInfo.environment
    let base =
      environment["XDG_CACHE_HOME"].map { URL(filePath: $0) }
      ?? URL(filePath: environment["HOME"] ?? "/tmp").appending(path: ".cache")
    let folder = base.appending(path: "gust-bench")
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }

  private static func runs(_ program: String, _ arguments: [String]) -> Bool {
    (try? ProgramRun(program, arguments).wait(limit: .seconds(180)))?.ending == .exit(0)
  }
}
