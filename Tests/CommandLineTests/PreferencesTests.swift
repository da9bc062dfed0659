import Gust
import Testing

@testable import gust_cli

/// What the configuration file may say, and what is said of one that is wrong.
@Suite struct PreferencesTests {
  private func read(_ text: String) throws(Preferences.Fault) -> Preferences { try Preferences(Array(text.utf8)) }

  private func fault(_ text: String) -> Preferences.Fault? {
    do {
      _ = try read(text)
      return nil
    } catch {
      return error
    }
  }

  @Test func everyKey() throws {
    let all = try read(
      """
      {"voice": "v", "model": "m", "language": "de", "format": "wav", "device": "attic", "volume": 0.5, "start": 250}
      """)
    #expect(all.voice == "v" && all.model == "m" && all.language == "de" && all.format == "wav")
    #expect(all.device == "attic" && all.volume == "0.5" && all.start == "250")
    #expect(try read("{}") == Preferences())
    #expect(try read(#"{"start": "immediate", "volume": 2}"#).volume == "2")
  }

  @Test func theManualKnowsEveryKey() {
    for key in Preferences.keys { #expect(fault("{\"\(key.name)\": []}")?.reason.contains("wrong at") == true) }
  }

  @Test(arguments: [
    (#"{"voice": 3}"#, "text"), (#"{"voice": null}"#, "voice"), (#"{"voice": ""}"#, "text"),
    (#"{"volume": 4.1}"#, "0 to 4"), (#"{"volume": "1"}"#, "number"), (#"{"volume": -1}"#, "0 to 4"),
    (#"{"start": 2001}"#, "2000"), (#"{"start": "soon"}"#, "adaptive"), (#"{"start": 1.5}"#, "start"),
    (#"{"format": "flac"}"#, "mp3, pcm or wav"), (#"{"speed": 2}"#, "voice, model"),
    ("[]", "object"), ("\"voice\"", "object"), ("", "JSON"), ("{\"voice\": \"v\",\n}", "line 2"),
    (String(repeating: "[", count: 99), "JSON"),
  ])
  func whatIsWrongIsSaid(text: String, part: String) {
    #expect(fault(text)?.reason.contains(part) == true, "\(fault(text)?.reason ?? "nothing")")
  }

  @Test func aSlipIsSeen() {
    #expect(fault(#"{"voise": "v"}"#)?.meant == "voice")
    #expect(fault(#"{"format": "mp4"}"#)?.meant == "mp3")
    #expect(fault(#"{"Voice": "v"}"#)?.meant == "voice")
  }

  @Test(arguments: ["api_key", "apiKey", "key", "BREEZE_API_KEY", "api-key", "token", "secret"])
  func aKeyIsRefusedAndNotShown(name: String) throws {
    let reason = try #require(fault("{\"\(name)\": \"brz_hidden\"}")?.reason)
    #expect(reason.contains("BREEZE_API_KEY") && reason.contains("--api-key-file") && !reason.contains("hidden"))
  }

  @Test func argumentsComeFirst() throws {
    let preferences = try read(
      """
      {"voice": "v", "model": "m", "language": "de", "format": "pcm", "device": "attic", "volume": 0.5, "start": 250}
      """)
    let plain = try SayOptions(try ParsedArguments(["x"], .say), preferences)
    #expect(plain.voiceID == "v" && plain.format == .pcm && plain.playback.audioDevice == "attic")
    #expect(plain.playback.volume == 0.5 && plain.playback.startPolicy == .fixed(.milliseconds(250)))
    #expect(plain.request(for: "x").modelID == "m" && plain.request(for: "x").languageCode == "de")
    let told = try SayOptions(
      try ParsedArguments(
        [
          "-v", "w", "--model", "n", "--language", "en", "--format", "mp3", "-a", "cellar", "--volume", "1", "--start",
          "adaptive", "x",
        ], .say), preferences)
    #expect(told.voiceID == "w" && told.format == .mp3 && told.playback.audioDevice == "cellar")
    #expect(told.playback.volume == 1 && told.playback.startPolicy == .adaptive)
    #expect(told.request(for: "x").modelID == "n" && told.request(for: "x").languageCode == "en")
    #expect(try SayOptions(try ParsedArguments(["-o", "a.mp3", "x"], .say), preferences).format == .mp3)
    #expect(try SayOptions(try ParsedArguments(["-o", "a", "x"], .say), preferences).format == .pcm)
  }
}
