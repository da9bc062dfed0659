import AudioTypes
import BreezeSimulator
import TestSupport
import Testing

@Suite struct StreamTests {
  let simulator: BreezeSimulator
  let client: RawClient
  let text = "I can’t believe you brought him here!"

  init() throws {
    simulator = try BreezeSimulator()
    simulator.setScenario(.burst)
    client = RawClient(port: simulator.port)
  }

  @Test func streamsTheReferenceAsMP3() throws {
    let response = client.stream(text)
    #expect(response.headers["content-type"] == "audio/mpeg")
    #expect(response.headers["transfer-encoding"] == "chunked")
    #expect(response.headers["history-item-id"]?.hasPrefix("hist_") == true)
    #expect(response.headers["x-breeze-audio-codec"] == nil)
    #expect(response.isComplete)
    #expect(response.body == (try simulator.reference(text: text, format: .mp3)))
  }

  /// 24 kHz mono 64 kbit/s is frames of 192 bytes and 576 samples, each beginning with the same header.
  @Test func mp3IsConstantFramesAsLongAsTheSpeech() throws {
    let bytes = try simulator.reference(text: text, format: .mp3)
    let samples = try simulator.referenceSamples(text: text)
    #expect(bytes.count % 192 == 0)
    for start in stride(from: 0, to: bytes.count, by: 192) {
      #expect(bytes[start] == 0xFF && bytes[start + 1] == 0xF3 && bytes[start + 2] & 0xFC == 0x84)
    }
    let encoded = bytes.count / 192 * 576
    #expect((samples.count + 1105...samples.count + 1105 + 2 * 576).contains(encoded))
  }

  @Test func streamsTheReferenceAsPCM() throws {
    let response = client.stream(text, format: "pcm")
    #expect(response.headers["content-type"] == "audio/pcm")
    #expect(response.headers["x-breeze-audio-codec"] == "pcm_s16le")
    #expect(response.headers["x-breeze-sample-rate"] == "24000")
    #expect(response.headers["x-breeze-channels"] == "1")
    #expect(response.headers["x-breeze-sample-width-bytes"] == "2")
    let samples = try simulator.referenceSamples(text: text)
    #expect(response.body == samples.littleEndianBytes)
    #expect((24_000...120_000).contains(samples.count), "one to five seconds of speech")
    #expect(samples.contains { abs(Int($0)) > 3000 })
  }

  @Test func noiseIsLoudFromTheFirstSampleAndKnowsItsText() throws {
    let noise = Scenario { $0.audio.signal = .noise }
    let samples = try simulator.referenceSamples(text: "a", scenario: noise)
    #expect(samples.count == 72_000)
    #expect(samples.allSatisfy { abs(Int($0)) >= 328 })
    let power = samples.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(samples.count)
    #expect((8000...8500).contains(power.squareRoot()))
    #expect(samples != (try simulator.referenceSamples(text: "b", scenario: noise)))
    #expect(samples == (try BreezeSimulator().referenceSamples(text: "a", scenario: noise)))
  }

  @Test func tagsAndJoinedFilesAreInTheBytes() throws {
    let plain = try simulator.reference(text: text, format: .mp3)
    let tagged = try simulator.reference(text: text, format: .mp3, scenario: Scenario { $0.audio.infoTag = true })
    #expect(tagged.count == plain.count + 192)
    #expect(String(decoding: tagged.prefix(192), as: UTF8.self).contains("Info"))
    let both = Scenario {
      $0.audio.infoTag = true
      $0.audio.id3 = true
    }
    let withID3 = try simulator.reference(text: text, format: .mp3, scenario: both)
    #expect(withID3.starts(with: Array("ID3".utf8)))
    #expect(Array(withID3.suffix(plain.count)) == Array(tagged.suffix(plain.count)))
    let joined = try simulator.reference(text: text, format: .mp3, scenario: Scenario { $0.audio.joinedFiles = 2 })
    #expect(joined.count > plain.count)
    let odd = try simulator.reference(text: text, format: .pcm, scenario: Scenario { $0.audio.oddTrailingByte = true })
    #expect(odd.count % 2 == 1)
  }

  @Test func speedAndVolumeChangeTheSpeech() throws {
    let path = "/v1/text-to-speech/voc_xeh3w54cqvnp/stream?output_format=pcm"
    let normal = client.post(path, #"{"text":"One two three four."}"#).body
    let fast = client.post(path, #"{"text":"One two three four.","voice_settings":{"speed":2}}"#).body
    let silent = client.post(path, #"{"text":"One two three four.","voice_settings":{"volume":0.01}}"#).body
    #expect(fast.count < normal.count * 3 / 4)
    #expect(silent.count == normal.count && silent != normal)
  }

  @Test func wholeSpeechComesInOnePiece() throws {
    simulator.setScenario(Scenario { $0.pace.timeToFirstByteMilliseconds = 1 })
    let response = client.post("/v1/text-to-speech/voc_xeh3w54cqvnp?output_format=wav", #"{"text":"Yes."}"#)
    #expect(response.headers["content-type"] == "audio/wav")
    #expect(response.headers["content-length"] == String(response.body.count))
    #expect(response.headers["history-item-id"] != nil)
    #expect(response.body == (try simulator.reference(text: "Yes.", format: .wav)))
    #expect(response.body.starts(with: Array("RIFF".utf8)))
  }

  @Test func sendsChunksAsTheScenarioSays() throws {
    let scenario = Scenario {
      $0.pace.timeToFirstByteMilliseconds = 5
      $0.pace.firstChunkAudioMilliseconds = 100
      $0.pace.chunkAudioMilliseconds = 50
      $0.pace.speed = 20
      $0.audio.signal = .noise
      $0.audio.signalMilliseconds = 1000
    }
    simulator.setScenario(scenario)
    let response = client.stream("x")
    #expect(response.chunks.first?.count == 800)
    #expect(response.chunks.dropFirst().dropLast().allSatisfy { $0.count == 400 })
    let record = try #require(simulator.log().first)
    #expect(record.sends.map(\.bytes.rawValue) == response.chunks.map(\.count))
    #expect(record.sends.last?.totalBytes == ByteCount(response.body.count))
    #expect(record.sends.prefix(3).map(\.due) == [.milliseconds(5), .microseconds(7500), .milliseconds(10)])
    #expect(record.sends.prefix(3).map(\.totalAudio) == [.milliseconds(100), .milliseconds(150), .milliseconds(200)])
    for send in record.sends { #expect(record.arrival.duration(to: send.instant) >= send.due) }
    #expect(record.ending == .complete)
    #expect(record.historyItemID == response.headers["history-item-id"])
  }
}
