import AudioTypes
import BreezeSimulator
import Foundation
import PulseHarness
import Testing

extension EndToEndTests {
  /// Ctrl-Z and `fg`.
  @Suite struct Suspension {
    let stage: Stage

    init() throws {
      stage = try EndToEndTests.stage
    }

    /// Starts it as a shell with job control does: the system stops no process that nobody could make go on.
    private func startAsJob(_ text: String) async throws -> (shell: ProgramRun, job: pid_t) {
      let script = #"set -m; "$0" say --format pcm "$1" & echo $!; wait -f $!"#
      let shell = try GustProgram.startShell(script, [text], on: stage)
      #expect(await eventually { shell.output.last == UInt8(ascii: "\n") })
      let job = try #require(pid_t(String(decoding: shell.output.dropLast(), as: UTF8.self)))
      return (shell, job)
    }

    private func isStopped(_ process: pid_t) -> Bool {
      let status = try? String(contentsOf: URL(filePath: "/proc/\(process)/stat"), encoding: .utf8)
      return status?.split(separator: ") ").last?.first == "T"
    }

    @Test("It goes on at the same sample, and others may speak meanwhile")
    func goesOn() async throws {
      let scenario = Scenario.noise(3000, pace: Pace())
      stage.set(scenario)
      let recording = try await stage.hear { recorder in
        let (shell, job) = try await startAsJob("Long")
        try await recorder.waitForSound(.milliseconds(500))
        kill(job, SIGTSTP)
        #expect(await eventually { isStopped(job) })
        let heard = try await recorder.waitForSilence()
        try await Task.sleep(for: .milliseconds(500))
        #expect(recorder.recording.sound.count == heard, "it is silent while it stands still")
        #expect(try await GustProgram.run(["--format", "pcm", "Between"], on: stage).ending == .exit(0))
        #expect(isStopped(job))
        kill(job, SIGCONT)
        #expect(try await GustProgram.end(of: shell).ending == .exit(0))
      }
      let (long, between) = (try stage.samples("Long", scenario), try stage.samples("Between", scenario))
      let cut = zip(recording.sound, long).prefix { $0 == $1 }.count
      expectSame(recording.sound, Array(long[..<cut]) + between + Array(long[cut...]))
    }

    @Test("A suspended one is told by gust stop, and ends when it goes on")
    func stoppedMeanwhile() async throws {
      stage.set(.noise(20_000, pace: Pace()))
      _ = try await stage.hear { recorder in
        let (shell, job) = try await startAsJob("Long")
        try await recorder.waitForSound(.milliseconds(100))
        kill(job, SIGTSTP)
        #expect(await eventually { isStopped(job) })
        let stop = try await GustProgram.run([], command: "stop", on: stage)
        #expect(stop.ending == .exit(0), "\(stop.error)")
        #expect(stop.error == "gust: 0 silenced. 1 suspended, which will not speak any more.\n", "\(stop.error)")
        kill(job, SIGCONT)
        #expect(try await GustProgram.end(of: shell).ending == .exit(11))
      }
    }

    @Test("One that was going to be the next does not keep others waiting while it stands still")
    func suspendedInTheQueue() async throws {
      let (long, scenario) = (Scenario.noise(3000, pace: Pace()), Scenario.noise(600, pace: Pace()))
      stage.set(scenario)
      stage.simulator.enqueue([long])
      let recording = try await stage.hear { recorder in
        let speaking = try GustProgram.start(["--format", "pcm", "Speaking"], on: stage)
        try await recorder.waitForSound(.milliseconds(100))
        let (shell, job) = try await startAsJob("Suspended")
        await stage.waitForQueue(of: 1)
        // Lets it come to where it waits.
        try await Task.sleep(for: .milliseconds(300))
        kill(job, SIGTSTP)
        #expect(await eventually { isStopped(job) })
        #expect(try await GustProgram.run(["--format", "pcm", "Behind"], on: stage).ending == .exit(0))
        #expect(try await GustProgram.end(of: speaking).ending == .exit(0))
        kill(job, SIGCONT)
        #expect(try await GustProgram.end(of: shell).ending == .exit(0))
      }
      let others = try ["Behind", "Suspended"].flatMap { try stage.samples($0, scenario) }
      expectSame(recording.sound, try stage.samples("Speaking", long) + others)
    }

    @Test("Where nobody could make it go on, Ctrl-Z only interrupts the sound")
    func orphaned() async throws {
      let scenario = Scenario.noise(1500, pace: Pace())
      stage.set(scenario)
      let recording = try await stage.hear { recorder in
        let script = #"exec setsid "$0" say --format pcm "$1""#
        let run = try GustProgram.startShell(script, ["Orphan"], on: stage)
        try await recorder.waitForSound(.milliseconds(200))
        run.send(SIGTSTP)
        #expect(try await GustProgram.end(of: run).ending == .exit(0))
      }
      expectSame(recording.sound, try stage.samples("Orphan", scenario))
    }
  }
}
