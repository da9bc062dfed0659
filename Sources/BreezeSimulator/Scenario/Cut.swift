/// Where and how a body breaks off. The bytes before the cut leave as the pace says, the cut follows at once.
public struct Cut: Codable, Sendable, Equatable {
  /// What the client sees.
  public enum How: String, Codable, Sendable {
    /// The connection ends (FIN) without the last chunk or short of Content-Length.
    case close
    /// The connection is reset (RST).
    case reset
    /// The chunked body ends cleanly, only too early. With Content-Length this is `close`.
    case endEarly
  }

  /// Body bytes before the cut; wins over `afterAudioMilliseconds`.
  public var afterBytes: Int?
  /// Audio before the cut.
  public var afterAudioMilliseconds: Double?
  /// What the client sees.
  public var how = How.close

  /// A cut after a number of body bytes.
  public init(afterBytes: Int, how: How = .close) {
    self.afterBytes = afterBytes
    self.how = how
  }

  /// A cut after some audio.
  public init(afterAudioMilliseconds: Double, how: How = .close) {
    self.afterAudioMilliseconds = afterAudioMilliseconds
    self.how = how
  }

  enum CodingKeys: String, CodingKey, CaseIterable {
    case afterBytes, afterAudioMilliseconds, how
  }

  /// Decodes a cut; with neither place given it comes before the first byte.
  public init(from decoder: any Decoder) throws {
    let fields = try ScriptFields<CodingKeys>(decoder)
    afterBytes = try fields.value(.afterBytes)
    afterAudioMilliseconds = try fields.value(.afterAudioMilliseconds)
    how = try fields.value(.how, or: how)
  }
}
