import AudioTypes
import Testing

@Suite struct CountsTests {
  @Test func framesCount() {
    #expect(FrameCount(3) + FrameCount(4) == FrameCount(7))
    #expect(FrameCount(3) - FrameCount(4) == FrameCount(-1))
    #expect(FrameCount(3) < FrameCount(4))
    #expect([FrameCount(1), FrameCount(2)].reduce(.zero, +) == FrameCount(3))
  }

  @Test func bytesCount() {
    #expect(ByteCount(3) + ByteCount(4) == ByteCount(7))
    #expect(ByteCount(3) - ByteCount(4) == ByteCount(-1))
    #expect(ByteCount(3) < ByteCount(4))
    #expect([ByteCount(1), ByteCount(2)].reduce(.zero, +) == ByteCount(3))
  }
}
