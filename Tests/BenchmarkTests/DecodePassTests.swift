import AudioTypes
import BreezeSimulator
import PulseHarness
import Testing

@testable import gust_bench

@Suite struct DecodePassTests {
  @Test("A rival's answer is read field by field")
  func answer() throws {
    let pass = try DecodePass(answer: "2000 48000 30 384", of: "x")
    #expect(
      pass
        == DecodePass(
          processorTime: .microseconds(2), frames: FrameCount(48_000), firstAudible: .nanoseconds(30),
          bytesUntilAudible: ByteCount(384)))
  }

  @Test("Nonsense is an error", arguments: ["error", "", "1 2 3", "1 2 3 4 5", "1 2 x 4", "1 -2 3 4"])
  func bad(answer: String) {
    #expect(throws: BenchError.self) { _ = try DecodePass(answer: answer, of: "x") }
  }

  @Test("Our decoder hands out all of a stream, in chunks of any size", arguments: [192, 512, 4096])
  func ours(chunk: Int) throws {
    let folder = try TemporaryFolder()
    let stream = try SampleStream.speechService(.pcm, length: .milliseconds(500), in: folder)
    let pass = try GustDecoding().pass(over: stream, chunk: ByteCount(chunk))
    #expect(pass.frames == FrameCount(12_000))
    #expect(pass.bytesUntilAudible == ByteCount(chunk))
  }
}
