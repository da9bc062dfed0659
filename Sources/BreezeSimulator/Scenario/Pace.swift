/// When the bytes of a body leave.
///
/// A body is cut into chunks by bytes, as audio time × byte rate (8 bytes per ms of MP3, 48 of PCM), wherever MP3
/// frames and samples may lie. Chunk 0 leaves at `timeToFirstByte`; chunk k leaves when generation at `speed` × real
/// time has made it: t_k = timeToFirstByte + (c_1 + … + c_k) / speed, where c_i is the audio time in chunk i.
/// Stalls shift everything after them, jitter delays single chunks and never reorders them.
/// Time zero is the instant at which the request had arrived in full.
public struct Pace: Codable, Sendable, Equatable {
  /// A pause of the generation.
  public struct Stall: Codable, Sendable, Equatable {
    /// The first chunk that begins at or after this much audio waits, and with it all later ones.
    public var afterAudioMilliseconds: Double
    /// How long it waits.
    public var milliseconds: Double

    /// Makes a stall; after 0 ms of audio it delays the first byte.
    public init(afterAudioMilliseconds: Double, milliseconds: Double) {
      self.afterAudioMilliseconds = afterAudioMilliseconds
      self.milliseconds = milliseconds
    }
  }

  /// From the arrival of the request to the first byte of the body.
  public var timeToFirstByteMilliseconds = 150.0
  /// Audio in chunk 0.
  public var firstChunkAudioMilliseconds = 40.0
  /// Audio in each later chunk.
  public var chunkAudioMilliseconds = 40.0
  /// Audio time per wall time; nil (in JSON null or 0) sends the whole body as chunk 0.
  public var speed: Double? = 2
  /// Random delay of single chunks.
  public var jitter: Jitter?
  /// Pauses of the generation, in any order.
  public var stalls: [Stall] = []
  /// The headers leave as soon as the request is understood, not with the first byte.
  public var headersEarly = false

  /// The defaults: 150 ms to the first byte, then twice real time in chunks of 40 ms.
  public init() {}

  /// No waiting at all.
  public static let burst: Pace = {
    var pace = Pace()
    pace.timeToFirstByteMilliseconds = 0
    pace.speed = nil
    return pace
  }()

  enum CodingKeys: String, CodingKey, CaseIterable {
    case timeToFirstByteMilliseconds, firstChunkAudioMilliseconds, chunkAudioMilliseconds
    case speed, jitter, stalls, headersEarly
  }

  /// Decodes a pace; fields that are missing keep their defaults.
  public init(from decoder: any Decoder) throws {
    let fields = try ScriptFields<CodingKeys>(decoder)
    timeToFirstByteMilliseconds = try fields.value(.timeToFirstByteMilliseconds, or: timeToFirstByteMilliseconds)
    firstChunkAudioMilliseconds = try fields.value(.firstChunkAudioMilliseconds, or: firstChunkAudioMilliseconds)
    chunkAudioMilliseconds = try fields.value(.chunkAudioMilliseconds, or: chunkAudioMilliseconds)
    if fields.contains(.speed) { speed = try fields.value(.speed) }
    jitter = try fields.value(.jitter)
    stalls = try fields.value(.stalls, or: stalls)
    headersEarly = try fields.value(.headersEarly, or: headersEarly)
  }

  /// Encodes every field; a burst's speed as null, since leaving it out would mean the default.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(timeToFirstByteMilliseconds, forKey: .timeToFirstByteMilliseconds)
    try container.encode(firstChunkAudioMilliseconds, forKey: .firstChunkAudioMilliseconds)
    try container.encode(chunkAudioMilliseconds, forKey: .chunkAudioMilliseconds)
    try container.encode(speed, forKey: .speed)
    try container.encodeIfPresent(jitter, forKey: .jitter)
    try container.encode(stalls, forKey: .stalls)
    try container.encode(headersEarly, forKey: .headersEarly)
  }
}
