import Glibc
import Gust
import Testing

@testable import gust_cli

/// What `gust play`, `gust save` and `gust job` make of their arguments.
@Suite struct FetchOptionsTests {
  private func play(_ arguments: String...) throws -> FetchOptions {
    try FetchOptions(toPlay: try ParsedArguments(arguments, .play))
  }

  private func save(_ arguments: String...) throws -> FetchOptions {
    try FetchOptions(toSave: try ParsedArguments(arguments, .save))
  }

  @Test func theIDSaysWhatItIs() throws {
    #expect(try play("hist_1").location == .historyItem("hist_1"))
    #expect(try play("job_1").location == .generationJob("job_1"))
    #expect(try save("job_1").location == .generationJob("job_1"))
  }

  @Test(arguments: [[], ["song.mp3"], ["-"], ["https://x/y.mp3"], ["hist_1", "hist_2"], ["HIST_1"]])
  func nothingElseIsPlayed(arguments: [String]) {
    #expect {
      try FetchOptions(toPlay: try ParsedArguments(arguments, .play))
    } throws: {
      ($0 as? UsageError)?.message.contains("hist_…") == true
    }
  }

  @Test func playingHasTheOptionsOfSay() throws {
    let options = try play("hist_1", "--volume", "0.5", "--start", "immediate", "-a", "attic", "--timings")
    #expect(options.playback.volume == 0.5 && options.playback.startPolicy == .immediate)
    #expect(options.playback.audioDevice == "attic" && options.playback.showsTimings && options.playback.playsSound)
    #expect(try !play("hist_1", "-o", "a.mp3").playback.playsSound)
    #expect(try play("hist_1", "-o", "a.mp3", "--tee").playback.playsSound)
    #expect(throws: UsageError.self) { try play("hist_1", "--tee") }
  }

  @Test func savingIsSilentAndKnowsFoldersFromFiles() throws {
    #expect(try save("hist_1", "-o", "a.mp3").playback.outputPath == "a.mp3")
    #expect(try save("hist_1", "-o", "-").playback.outputPath == "-")
    for arguments in [["hist_1"], ["hist_1", "-o", "."], ["hist_1", "-o", "/tmp"], ["hist_1", "-o", "/tmp/"]] {
      let options = try FetchOptions(toSave: try ParsedArguments(arguments, .save))
      let folder = try #require(options.folder)
      #expect(options.playback.outputPath?.hasPrefix("\(folder)/.gust-") == true && !options.playback.playsSound)
    }
    #expect(try save("hist_1").playback.outputPath != save("hist_1").playback.outputPath)
    #expect(throws: UsageError.self) { try save("hist_1", "-o", "/nowhere/") }
    #expect(throws: UsageError.self) { try save("hist_1", "-o", "a", "--trace", "a") }
    #expect(throws: UsageError.self) { try save("hist_1", "--tee") }
  }

  @Test func aJobIsNamedOnce() throws {
    let options = try JobOptions(try ParsedArguments(["-w", "anything", "--json", "--max-wait", "3"], .job))
    #expect(options.id == "anything" && options.waits && options.isJSON && options.service.maximumWait == .seconds(3))
    for arguments in [[], ["a", "b"]] {
      #expect(throws: UsageError.self) { try JobOptions(try ParsedArguments(arguments, .job)) }
    }
  }
}
