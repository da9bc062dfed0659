internal import FoundationEssentials

/// What the simulator does with one request.
///
/// In JSON every field may be left out and then has the default given here; an unknown field is an error, so that a
/// misspelt one cannot pass unnoticed. All times are milliseconds.
public struct Scenario: Codable, Sendable, Equatable {
  /// The requests a scenario is meant for.
  public enum Endpoint: String, Codable, Sendable {
    /// Anything that makes speech: stream, whole and asynchronous.
    case speech
    /// Downloads of finished audio, by history item, by job or by `download_url`.
    case history
    /// The state of a job.
    case job
    /// The list of voices and single voices.
    case voices
    /// Every request.
    case any
  }

  /// Where the simulator stops for good, until the client leaves or the simulator stops.
  public enum Hang: String, Codable, Sendable {
    /// The request is read and never answered.
    case beforeHeaders
    /// The headers are sent at the time to first byte, the body never.
    case afterHeaders
  }

  /// The requests this scenario is meant for.
  public var on = Endpoint.speech
  /// When the body's bytes leave.
  public var pace = Pace()
  /// Where the body breaks off.
  public var cut: Cut?
  /// An error in place of the answer.
  public var failure: Failure?
  /// A redirect in place of the answer.
  public var redirect: Redirect?
  /// Where the simulator falls silent.
  public var hang: Hang?
  /// Changes to an answer that would otherwise succeed.
  public var reply = ReplyOverride()
  /// What sounds and how it is encoded.
  public var audio = AudioScript()
  /// How the stored generation answers later.
  public var history = HistoryScript()
  /// The word a job's status ends with: `ready`, `failed`, `cancelled` or one the client does not know.
  public var jobStatus = "ready"
  /// How a job answers when it is looked at.
  public var job = JobScript()

  /// The defaults: speech after 150 ms at twice real time in chunks of 40 ms, nothing amiss.
  public init() {}

  /// The defaults, changed by `configure`.
  public init(_ configure: (inout Scenario) -> Void) {
    configure(&self)
  }

  /// Everything at once: no wait before the first byte, no pacing.
  public static let burst = Scenario { $0.pace = .burst }

  /// Reads one scenario from JSON, or throws `.badScenario`.
  public init(json: [UInt8]) throws(SimulatorError) {
    self = try decodeScript(Scenario.self, from: json)
  }

  enum CodingKeys: String, CodingKey, CaseIterable {
    case on, pace, cut, failure, redirect, hang, reply, audio, history, jobStatus, job
  }

  /// Decodes a scenario; fields that are missing keep their defaults.
  public init(from decoder: any Decoder) throws {
    let fields = try ScriptFields<CodingKeys>(decoder)
    on = try fields.value(.on, or: on)
    pace = try fields.value(.pace, or: pace)
    cut = try fields.value(.cut)
    failure = try fields.value(.failure)
    redirect = try fields.value(.redirect)
    hang = try fields.value(.hang)
    reply = try fields.value(.reply, or: reply)
    audio = try fields.value(.audio, or: audio)
    history = try fields.value(.history, or: history)
    jobStatus = try fields.value(.jobStatus, or: jobStatus)
    job = try fields.value(.job, or: job)
  }
}
