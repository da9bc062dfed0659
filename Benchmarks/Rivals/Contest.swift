import AudioTypes
import BreezeSimulator
import FoundationEssentials
import Gust
import Platform
import PulseHarness

/// Lets contenders play scenes in turns: in each round everybody plays the same stream once, and another one begins.
struct Contest {
  /// The program `gust-simulator`; each scene has a server of its own, whose log stays short and whom nobody knows yet.
  let simulatorPath: String
  let contenders: [Contender]
  /// For named pipes, and in place of the user's home, whose settings shall not count.
  let folder: TemporaryFolder
  let isInstalled: (String) -> Bool

  func play(_ scene: RivalScene, on stage: some Stage, rounds: Int) async throws -> SceneResult {
    let able = contenders.filter { $0.command(for: scene.format) != nil }
    var result = SceneResult(
      scene: scene,
      players: able.map {
        RivalResult(name: $0.name, kind: $0.kind, absence: $0.absence(isInstalled: isInstalled))
      })
    let simulator = try SimulatorProcess(simulatorPath)
    for round in 0..<rounds {
      StandardStream.error.writeLine("\(scene.name): round \(round + 1) of \(rounds)")
      try await simulator.use(scene.scenario(round: round))
      for turn in able.indices {
        let index = (turn + round) % able.count
        guard result.players[index].absence == nil else { continue }
        do {
          result.players[index].runs.append(try await play(able[index], scene, of: simulator, on: stage))
        } catch {
          result.players[index].failures.append("\(error)")
        }
      }
    }
    return result
  }

  private func play(
    _ contender: Contender, _ scene: RivalScene, of simulator: SimulatorProcess, on stage: some Stage
  ) async throws -> RivalRun {
    var cost: Pipeline.Cost?
    var request: SimulatorProcess.Request?
    let listened = try await stage.listen {
      request = try await simulator.request {
        let pipeline = try start(contender, scene.format, of: simulator, on: stage)
        cost = try pipeline.wait(until: .now.advanced(by: scene.audio * 4 + .seconds(6)))
      }
    }
    guard let hearing = listened.hearing, let heardAt = listened.heardAt else { throw BenchError("nothing was heard") }
    guard let request, let sent = request.firstSend, let cost else { throw BenchError("nothing was sent") }
    return RivalRun(
      start: sent.duration(to: heardAt), stallCount: hearing.gaps.count,
      stalledTime: hearing.stalledTime(at: listened.format),
      missing: hearing.missing(of: scene.audio, at: listened.format),
      processorShare: 100 * (cost.processorTime / scene.audio), playerShare: 100 * (cost.playerTime / scene.audio),
      peakMemory: cost.peakMemory, lateness: request.lateness)
  }

  private func start(
    _ contender: Contender, _ format: SpeechFormat, of simulator: SimulatorProcess, on stage: some Stage
  ) throws -> Pipeline {
    guard let command = contender.command(for: format) else { throw BenchError("cannot play \(format.rawValue)") }
    let environment = simulator.environment.merging(environment(stage)) { $1 }
    return try Pipeline(
      command, curl: contender.requestsItself ? nil : simulator.curlArguments(format), environment: environment,
      folder: folder)
  }

  private func environment(_ stage: some Stage) -> [String: String?] {
    [
      "PULSE_SERVER": stage.server.serverAddress, "PULSE_SINK": Rig.sink.name, "AUDIODRIVER": "pulseaudio",
      // Gust may learn from round to round, as it does for its users.
      "GUST_STATE": nil, "HOME": folder.path(""), "XDG_CONFIG_HOME": nil, "XDG_STATE_HOME": nil,
      "XDG_RUNTIME_DIR": folder.path(""),
      "DISPLAY": nil,
      "WAYLAND_DISPLAY": nil,
    ]
  }
}

extension Contest {
  /// The same with fewer contenders.
  func only(_ isWanted: (Contender) -> Bool) -> Contest {
    Contest(
      simulatorPath: simulatorPath, contenders: contenders.filter(isWanted), folder: folder, isInstalled: isInstalled)
  }
}
