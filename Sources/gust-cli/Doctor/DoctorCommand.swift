import Gust
import JSON
import LatencyReporting
import Platform

/// What `gust doctor` was told.
struct DoctorOptions {
  let voiceID: String?
  let audioDevice: String?
  let isJSON: Bool
  let service: ServiceOptions
  /// How long a step may take.
  let limit: Duration
  /// What the configuration file says, or why it cannot be used.
  let preferences: Result<Preferences, UsageError>

  init(_ arguments: ParsedArguments) throws(UsageError) {
    try arguments.refuseOperands()
    preferences = Result { () throws(UsageError) in try Preferences.load() }
    let preferred = (try? preferences.get()) ?? Preferences()
    voiceID = arguments.values["voice"] ?? environmentVariable("BREEZE_VOICE") ?? preferred.voice
    audioDevice = arguments.values["audio-device"] ?? environmentVariable("PULSE_SINK") ?? preferred.device
    isJSON = arguments.switches.contains("json")
    service = try ServiceOptions(arguments)
    limit = .seconds(try arguments.number("timeout", in: 0.1...3600) ?? 5)
  }
}

/// `gust doctor`: looks at all that speaking needs, one by one, and says what to do about what is missing.
struct DoctorCommand {
  private let options: DoctorOptions

  init(_ options: DoctorOptions) {
    self.options = options
  }

  func run() async -> Ending {
    // Looking at the machine may block.
    await TerminationSignal.leaveMainThread()
    let style = TextStyle(for: .output)
    var findings: [Finding] = []
    func note(_ found: [Finding]) {
      findings += found
      if !options.isJSON { for finding in found { StandardStream.output.writeLine(finding.line(style)) } }
    }
    note(MachineCheckUp.versions())
    note([MachineCheckUp.text])
    note([MachineCheckUp.configuration(options.preferences)])
    await SoundCheckUp(device: options.audioDevice, limit: options.limit).run(note)
    await ServiceCheckUp(options).run(note)
    note(MachineCheckUp.places())
    let status = findings.lazy.compactMap { finding in
      if case .failed(let status) = finding.verdict { status } else { nil }
    }.first
    if options.isJSON {
      let report: [String: JSONValue] = [
        "exit_status": .count((status ?? .success).rawValue), "checks": .array(findings.map(\.json)),
      ]
      StandardStream.output.writeLine(JSONValue.object(report).line)
    }
    return .status(status ?? .success)
  }
}
