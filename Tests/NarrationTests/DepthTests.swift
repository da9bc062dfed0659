import Testing

@testable import Narration

/// How many generations run at a time.
@Suite struct DepthTests {
  @Test func aRefusalLowersItAndPeaceRaisesIt() {
    var depth = GenerationDepth(2)
    #expect(depth.current == 2)
    let isRaised = depth.noteSuccess()
    let isLowered = [depth.noteRefusal(), depth.noteRefusal()]
    #expect(!isRaised && isLowered == [true, false] && depth.current == 1)
    let raised = (1...4).map { _ in depth.noteSuccess() }
    #expect(raised == [false, false, false, true] && depth.current == 2)
  }

  @Test func itIsRaisedLaterEachTime() {
    var depth = GenerationDepth(2)
    let waits = (1...8).map { _ in
      _ = depth.noteRefusal()
      var count = 1
      while !depth.noteSuccess() { count += 1 }
      return count
    }
    #expect(waits == [4, 8, 16, 32, 64, 64, 64, 64])
  }

  @Test func anotherRefusalBeginsThePeaceAnew() {
    var depth = GenerationDepth(2)
    _ = depth.noteRefusal()
    var raised = (1...3).map { _ in depth.noteSuccess() }
    _ = depth.noteRefusal()
    raised += (1...4).map { _ in depth.noteSuccess() }
    #expect(raised == [false, false, false, false, false, false, true])
  }

  @Test func oneStaysOne() {
    var depth = GenerationDepth(0)
    let changes = (0..<200).map { _ in depth.noteRefusal() || depth.noteSuccess() }
    #expect(depth.current == 1 && !changes.contains(true))
    #expect(GenerationDepth(9).current == 2)
  }
}
