internal import BreezeSimulator

/// What the command line asks for.
struct Arguments {
  /// A usage mistake; the program ends with status 2.
  struct Mistake: Error {
    var message: String
  }

  static let help = """
    usage: gust-simulator [options]

    A stand-in for the Breeze service on 127.0.0.1. Prints its base URL on stdout when it is ready, and runs until
    SIGINT or SIGTERM.

      --port N            port to listen on (default: any free one)
      --control-port N    also take commands: POST /scenario, POST /scenarios, GET /log, DELETE /log
      --key KEY           let this xi-api-key in; may be repeated (default: brz_test)
      --scenario FILE     behave as this JSON file says
      --tls-cert FILE     serve HTTPS with this certificate (PEM) …
      --tls-key FILE      … and this key (PEM)
      -h, --help          show this text

    A scenario is one JSON object, and so is what POST /scenario takes; POST /scenarios takes an array of them, each for
    one request, besides those that its failure turns away. What is left out is as in an empty one, {}: speech after
    150 ms, at twice real time, nothing amiss. An unknown field is an error. This one turns the first request away, and
    cuts the streams of all later ones after 1 s of audio:

      {
        "on": "speech",
        "pace": {
          "timeToFirstByteMilliseconds": 300, "chunkAudioMilliseconds": 40, "speed": 1.5,
          "jitter": {"model": "exponential", "milliseconds": 20},
          "stalls": [{"afterAudioMilliseconds": 500, "milliseconds": 800}]
        },
        "audio": {"signal": "tone", "signalMilliseconds": 3000},
        "failure": {"status": 503, "code": "GENERATION_CAPACITY_EXCEEDED", "retryAfterSeconds": 1, "times": 1},
        "cut": {"afterAudioMilliseconds": 1000, "how": "reset"},
        "history": {"notReadyCount": 1}
      }

      on       speech, history, job, voices or any: the requests it is meant for
      speed    seconds of audio a second; null sends all of it at once
      signal   speech, tone or noise
      how      close, reset or endEarly

    Sources/BreezeSimulator/Scenario describes every field.
    """

  var wantsHelp = false
  var configuration = SimulatorConfiguration()
  var scenarioPath: String?

  init(_ arguments: [String]) throws(Mistake) {
    var keys: [String] = []
    var certificate: String?
    var key: String?
    var rest = arguments[...]
    while let name = rest.popFirst() {
      switch name {
      case "-h", "--help": wantsHelp = true
      case "--port": configuration.port = try Self.port(&rest, name)
      case "--control-port": configuration.controlPort = try Self.port(&rest, name)
      case "--key": keys.append(try Self.value(&rest, name))
      case "--scenario": scenarioPath = try Self.value(&rest, name)
      case "--tls-cert": certificate = try Self.value(&rest, name)
      case "--tls-key": key = try Self.value(&rest, name)
      default: throw Mistake(message: "unknown argument “\(name)”")
      }
    }
    if !keys.isEmpty { configuration.keys = keys }
    configuration.tls = try Self.tls(certificate: certificate, key: key)
  }

  private static func tls(certificate: String?, key: String?) throws(Mistake) -> SimulatorConfiguration.TLS? {
    switch (certificate, key) {
    case (nil, nil): return nil
    case (let certificate?, let key?): return .init(certificatePath: certificate, keyPath: key)
    default: throw Mistake(message: "--tls-cert and --tls-key belong together")
    }
  }

  private static func value(_ rest: inout ArraySlice<String>, _ name: String) throws(Mistake) -> String {
    guard let value = rest.popFirst() else { throw Mistake(message: "\(name) needs a value") }
    return value
  }

  private static func port(_ rest: inout ArraySlice<String>, _ name: String) throws(Mistake) -> Int {
    let value = try value(&rest, name)
    guard let port = UInt16(value) else {
      throw Mistake(message: "\(name) needs a port from 0 to 65535, not “\(value)”")
    }
    return Int(port)
  }
}
