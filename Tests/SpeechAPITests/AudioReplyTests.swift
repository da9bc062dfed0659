import AudioTypes
import SpeechAPI
import Testing

@Suite struct AudioReplyTests {
  private func reply(
    _ fields: [String: String], status: Int = 200, requested: SpeechFormat? = .mp3
  ) throws -> AudioReply {
    try AudioReply(head: head(status, fields), requested: requested, redacting: try makeKey())
  }

  private func pcm(_ rate: Int, _ channels: Int) throws -> AudioEncoding {
    .pcm(try #require(AudioFormat(sampleRate: rate, channelCount: channels)))
  }

  @Test(arguments: ["audio/mpeg", "audio/mp3", "audio/mpeg3", "Audio/MPEG; charset=binary", " audio/mpeg "])
  func mp3(contentType: String) throws {
    #expect(try reply(["content-type": contentType], requested: .pcm).encoding == .mp3)
  }

  @Test(arguments: [
    (["content-type": "audio/pcm"], 24_000, 1),
    (["content-type": "audio/x-pcm"], 24_000, 1),
    (["content-type": "audio/L16; rate=16000; channels=2"], 16_000, 2),
    (["content-type": "audio/l16;Rate=\"48000\""], 48_000, 1),
    (["content-type": "audio/pcm;rate=8000", "x-breeze-sample-rate": "22050"], 22_050, 1),
    (["content-type": "audio/pcm", "x-breeze-sample-rate": " 44100 ", "x-breeze-channels": "2"], 44_100, 2),
    (
      [
        "content-type": "audio/pcm", "x-breeze-audio-codec": "PCM_S16LE", "x-breeze-sample-width-bytes": "2",
        "x-breeze-channels": "1", "x-breeze-sample-rate": "24000",
      ], 24_000, 1
    ),
  ])
  func pcm(fields: [String: String], rate: Int, channels: Int) throws {
    #expect(try reply(fields).encoding == pcm(rate, channels))
  }

  @Test func unnamedBodyIsTakenForWhatWasRequested() throws {
    for fields in [[:], ["content-type": ""], ["content-type": "application/octet-stream"]] {
      #expect(try reply(fields, requested: .mp3).encoding == .mp3)
      #expect(try reply(fields, requested: .pcm).encoding == .pcm(.speech))
    }
    #expect(try reply(["x-breeze-sample-rate": "48000"], requested: .pcm).encoding == pcm(48_000, 1))
  }

  @Test(arguments: [
    ("audio/wav", AudioEncoding.wav), ("audio/x-wav", .wav), ("Audio/Wave", .wav), ("audio/vnd.wave; codec=1", .wav),
    ("audio/flac", .flac), ("audio/x-flac", .flac), ("audio/aac", .aac), ("audio/aacp", .aac), ("audio/x-aac", .aac),
    ("audio/opus", .ogg), ("audio/ogg; codecs=opus", .ogg), ("application/ogg", .ogg),
    ("text/plain", .unknown), ("audio/*", .unknown), ("video/mp4", .unknown), (";;;=", .unknown),
  ])
  func otherTypes(contentType: String, encoding: AudioEncoding) throws {
    #expect(try reply(["content-type": contentType], requested: nil).encoding == encoding)
    #expect(try reply(["content-type": contentType], requested: .mp3).encoding == encoding)
  }

  @Test(arguments: [[:], ["content-type": ""], ["content-type": "application/octet-stream"]])
  func unnamedBodyThatNobodyAskedForIsTakenForWhatItsBytesAre(fields: [String: String]) throws {
    #expect(try reply(fields, requested: nil).encoding == .unknown)
  }

  @Test(arguments: [
    ["content-type": "application/json"], ["content-type": "text/html; charset=utf-8"],
    ["content-type": "application/problem+json"], ["content-type": "application/xml"],
    ["content-type": "audio/pcm", "x-breeze-audio-codec": "pcm_f32le"],
    ["content-type": "audio/pcm", "x-breeze-sample-width-bytes": "4"],
    ["content-type": "audio/pcm", "x-breeze-sample-width-bytes": "two"],
    ["content-type": "audio/pcm", "x-breeze-sample-rate": "24k"],
    ["content-type": "audio/pcm", "x-breeze-sample-rate": "-1"],
    ["content-type": "audio/pcm", "x-breeze-sample-rate": "0"],
    ["content-type": "audio/pcm", "x-breeze-sample-rate": "99999999999999999999999"],
    ["content-type": "audio/pcm", "x-breeze-sample-rate": "9223372036854775807"],
    ["content-type": "audio/pcm", "x-breeze-channels": "33"], ["content-type": "audio/L16; rate=abc"],
  ])
  func refusesWhatCannotBePlayed(fields: [String: String]) throws {
    let error = try #require(throws: SpeechServiceError.self) { try reply(fields) }
    #expect(error.kind == .unexpectedContent)
    #expect(error.status == 200)
    #expect(error.message.hasPrefix("The reply is not what was asked for (HTTP 200): its "))
  }

  @Test func namesWhatIsWrong() throws {
    let error = try #require(throws: SpeechServiceError.self) {
      try reply(["content-type": "audio/pcm", "x-breeze-sample-rate": "24k\u{1B}[31m"])
    }
    #expect(error.detail == "its sample rate is 24k[31m")
  }

  @Test func refusesOtherStatuses() throws {
    let error = try #require(throws: SpeechServiceError.self) {
      try reply(["content-type": "audio/mpeg", "retry-after": "3"], status: 503)
    }
    #expect(error.kind == .capacityExceeded)
    #expect(error.retryAfter == .seconds(3))
    #expect(throws: SpeechServiceError.self) { try reply(["content-type": "audio/mpeg"], status: 206) }
  }

  @Test func idsAreTaken() throws {
    let reply = try reply(["history-item-id": " hist_01haudio ", "x-breeze-api-key-id": "key_1"])
    #expect(reply.historyItemID == "hist_01haudio")
    #expect(reply.apiKeyID == "key_1")
  }

  @Test(arguments: ["", "a b", "hist_\u{1B}[2J", "hïst", String(repeating: "h", count: 129), testKey, "x\(testKey)y"])
  func idsThatAreNoneAreLeftOut(id: String) throws {
    let reply = try reply(["history-item-id": id, "x-breeze-api-key-id": id])
    #expect(reply.historyItemID == nil)
    #expect(reply.apiKeyID == nil)
  }
}
