/// What sounds, and how it is put into bytes.
public struct AudioScript: Codable, Sendable, Equatable {
  /// What sounds.
  public enum Signal: String, Codable, Sendable {
    /// The text, spoken by espeak-ng.
    case speech
    /// A sine of 440 Hz at −12 dBFS (RMS).
    case tone
    /// White noise at −12 dBFS (RMS), loud from its first sample and different for each text and voice: what latency
    /// figures and bit-exact searches need.
    case noise
  }

  /// What sounds.
  public var signal = Signal.speech
  /// Length of a tone or noise; speech is as long as its text.
  public var signalMilliseconds = 3000.0
  /// MP3: a Xing/LAME tag frame comes first.
  public var infoTag = false
  /// MP3: an ID3v2 tag comes first.
  public var id3 = false
  /// MP3: the sound is split into this many files, encoded by themselves and joined.
  public var joinedFiles = 1
  /// PCM: one byte too many at the end.
  public var oddTrailingByte = false

  /// Speech, without any tags.
  public init() {}

  enum CodingKeys: String, CodingKey, CaseIterable {
    case signal, signalMilliseconds, infoTag, id3, joinedFiles, oddTrailingByte
  }

  /// Decodes an audio script; fields that are missing keep their defaults.
  public init(from decoder: any Decoder) throws {
    let fields = try ScriptFields<CodingKeys>(decoder)
    signal = try fields.value(.signal, or: signal)
    signalMilliseconds = try fields.value(.signalMilliseconds, or: signalMilliseconds)
    infoTag = try fields.value(.infoTag, or: infoTag)
    id3 = try fields.value(.id3, or: id3)
    joinedFiles = try fields.value(.joinedFiles, or: joinedFiles)
    oddTrailingByte = try fields.value(.oddTrailingByte, or: oddTrailingByte)
  }
}
