import Platform
import PulseHarness

/// What the command line asks for.
struct BenchOptions {
  /// Something that can be measured.
  enum Benchmark: String, CaseIterable {
    case play, startup, stop, live, rivals, doors, policy, ring, decode, soak

    /// Whether it plays into the sink that is heard all the time.
    var usesRig: Bool { [.play, .startup, .stop, .live, .doors].contains(self) }
  }

  static let help = """
    Measures Gust against the simulator and a sound server of its own, and prints tables that explain themselves.

    Usage: gust-bench play|startup|stop|live|rivals|doors|policy|ring|decode|soak|all [OPTION…]

      play     latency from the first byte to the monitor of the sink, warm, in this process
      startup  the gust program from its start to the request, beside curl; its memory and processor time
      stop     the gust program from SIGINT to silence
      live     a text of many sentences: from its first words to sound, gaps, Ctrl-C, the memory of an hour
      rivals   Gust beside mpv, ffplay, GStreamer, mpg123, sox, pacat and the official SDK: start, stalls, cost
      doors    the same text through Swift, C and Python; the memory that libgust.so takes
      policy   start delay against stalls of every start policy, replayed in virtual time; needs no sound server
      ring     the lock-free ring beside others: a plain C++ one, boost's, JACK's
      decode   the decoder beside a C loop over libmpg123, and programs that decode
      soak     many utterances through one player, each with a fault drawn by lot: what it holds in the end
      all      all of these

      --runs N      how often each is measured (20; soak: 1000)
      --rounds N    how often each rival plays each scene (5, at most --runs); fewer than 3 play but two scenes
      --scene TEXT  of the rivals' scenes only those whose name has TEXT in it, such as “busy” or “jitter”
      --server NAME pulseaudio (default), pipewire, or pipewire:QUANTUM with a number of frames
      --gust PATH   the gust program (default: beside gust-bench)
      --library DIR where Sources/GustC/install has put libgust.so (~/.local), for doors
      --json FILE   also write every sample to FILE
      --html FILE   also write a page with plots to FILE, which needs nothing else
      -h, --help    show this and exit

    Needs pulseaudio, pulseaudio-utils, curl, and gust-simulator beside gust-bench; rivals
    that are not installed are named as missing (“.ci/install bench” installs them). Measure a release build on a machine
    with nothing else to do. Exit status: 0 measured (whether or not targets were met), 1 it failed, 2 usage.
    """

  var benchmarks: [Benchmark] = []
  /// How often each is measured, where that was said.
  var wantedRuns: Int?
  var runs: Int { wantedRuns ?? 20 }
  var rounds = 5
  var scene: String?
  var gustPath: String?
  var libraryPrefix = (environmentVariable("HOME") ?? "") + "/.local"
  var soundServer = SoundServerProgram.pulseAudio
  var jsonPath: String?
  var htmlPath: String?
  var wantsHelp = false

  init(_ arguments: [String]) throws(UsageError) {
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      switch argument {
      case "-h", "--help": wantsHelp = true
      case "--runs": wantedRuns = try Self.count(&rest, argument)
      case "--rounds": rounds = try Self.count(&rest, argument)
      case "--scene": scene = try Self.value(&rest, argument)
      case "--gust": gustPath = try Self.value(&rest, argument)
      case "--library": libraryPrefix = try Self.value(&rest, argument)
      case "--server":
        let name = try Self.value(&rest, argument)
        guard let server = try? SoundServerProgram(name: name) else { throw UsageError("Unknown server “\(name)”.") }
        soundServer = server
      case "--json": jsonPath = try Self.value(&rest, argument)
      case "--html": htmlPath = try Self.value(&rest, argument)
      case "all": benchmarks = Benchmark.allCases
      default:
        guard let benchmark = Benchmark(rawValue: argument) else { throw UsageError("Unknown argument “\(argument)”.") }
        benchmarks.append(benchmark)
      }
    }
    guard wantsHelp || !benchmarks.isEmpty else {
      throw UsageError("Say what to measure: \(Benchmark.allCases.map(\.rawValue).joined(separator: ", ")) or all.")
    }
  }

  private static func value(_ rest: inout ArraySlice<String>, _ name: String) throws(UsageError) -> String {
    guard let value = rest.popFirst() else { throw UsageError("\(name) needs a value.") }
    return value
  }

  private static func count(_ rest: inout ArraySlice<String>, _ name: String) throws(UsageError) -> Int {
    let text = try value(&rest, name)
    guard let count = Int(text), (1...1000).contains(count) else {
      throw UsageError("\(name) takes a number from 1 to 1000, not “\(text)”.")
    }
    return count
  }
}

/// The command line cannot be followed.
struct UsageError: Error {
  let message: String

  init(_ message: String) {
    self.message = message
  }
}
