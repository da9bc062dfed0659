import Glibc
import PulseHarness

/// Gust on a machine whose every core is kept busy by somebody else.
struct HogsScene {
  let contest: Contest

  static let name = "MP3, steady 2x, every core busy"
  static let runs = 10

  func play(on stage: some Stage) async throws -> SceneResult {
    let hogs = try (0..<max(1, Machine.current().cores)).map { _ in
      try ProgramRun("sh", ["-c", "while :; do :; done"])
    }
    defer {
      for hog in hogs {
        hog.send(SIGKILL)
        _ = try? hog.wait(limit: .seconds(2))
      }
    }
    var scene = RivalScene.steady
    scene.name = Self.name
    return try await contest.only { $0.kind == .gust }.play(scene, on: stage, rounds: Self.runs)
  }
}
