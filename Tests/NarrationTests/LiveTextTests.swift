import Synchronization
import Testing
import TextSegmentation

@testable import Narration

/// A text that is being written, with real time in between: content is judged, and that nothing waits for ever.
@Suite(.timeLimit(.minutes(1))) struct LiveTextTests {
  private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  @Test func piecesComeInOrderUntilTheEnd() async throws {
    let text = try LiveText(pause: .seconds(3600))
    let reading = Task { await text.reduce(into: [String]()) { $0.append($1.text) } }
    for part in ["This is the first sen", "tence of all. Here is ", "a second one, which is long. "] {
      await text.append(bytes(part))
    }
    #expect(await text.append("And the end") == "And the end")
    #expect(text.finish() == "")
    let pieces = await reading.value
    #expect(pieces.joined(separator: " ").contains("This is the first sentence of all."))
    #expect(pieces.last?.hasSuffix("And the end") == true)
    #expect(
      pieces.joined().filter { $0 != " " }
        == "This is the first sentence of all. Here is a second one, which is long. And the end".filter { $0 != " " })
  }

  @Test func whatIsUnfinishedGoesWhenTheTextPausesAndNothingIsLeftToHear() async throws {
    let text = try LiveText(pause: .milliseconds(20))
    await text.append(bytes("This was never finished becau"))
    var pieces = text.makeAsyncIterator()
    // Two pauses: the second lets the word go that may be half written.
    #expect(await pieces.next()?.text == "This was never finished")
    #expect(await pieces.next()?.text == "becau")
    await text.append(bytes("se more came."))
    text.finish()
    #expect(await pieces.next()?.text == "se more came.")
    #expect(await pieces.next() == nil)
  }

  @Test func aPauseIsWaitedOutWhileMuchIsLeftToHear() async throws {
    let text = try LiveText(pause: .milliseconds(1))
    let looks = Atomic(0)
    text.follow {
      looks.add(1, ordering: .relaxed)
      return LiveText.Lookahead(isSilent: false, inHand: .seconds(3600))
    }
    await text.append(bytes("This was never finished"))
    let piece = Task {
      var pieces = text.makeAsyncIterator()
      return await pieces.next()?.text
    }
    try await Task.sleep(for: .milliseconds(100))
    // It is looked at when something changes, and not over and over.
    #expect(looks.load(ordering: .relaxed) < 10)
    // Had it gone at the pause, it would be without its end.
    await text.append(bytes(" until now, but it ends at last. "))
    text.finish()
    #expect(await piece.value == "This was never finished until now,")
  }

  @Test func aPauseIsWaitedOutWithoutAskingAgainAndAgain() async throws {
    let text = try LiveText(pause: .seconds(4))
    let asked = Mutex(0)
    text.follow {
      asked.withLock { $0 += 1 }
      return LiveText.Lookahead(isSilent: true, inHand: .zero)
    }
    let piece = Task {
      var pieces = text.makeAsyncIterator()
      return await pieces.next()?.text
    }
    for part in ["This", " was", " never", " finished "] {
      await text.append(bytes(part))
      try await Task.sleep(for: .milliseconds(10))
    }
    #expect(await piece.value == "This was never finished")
    #expect(asked.withLock(\.self) <= 20, "once for each part, and once for the pause")
  }

  @Test func aWriterWaitsWhileMuchIsWaiting() async throws {
    let text = try LiveText()
    let written = Mutex(0)
    let writing = Task {
      for _ in 0..<20 {
        await text.append(bytes(String(repeating: "One more sentence. ", count: 200)))
        written.withLock { $0 += 1 }
      }
      text.finish()
    }
    var (pieces, length) = (text.makeAsyncIterator(), 0)
    while written.withLock({ $0 }) < 5 { try await Task.sleep(for: .milliseconds(5)) }
    try await Task.sleep(for: .milliseconds(50))
    #expect(written.withLock { $0 } < 20)
    while let piece = await pieces.next() { length += piece.text.count(where: { $0 == "." }) }
    await writing.value
    #expect(length == 4000)
  }

  @Test func whoIsCancelledWaitsNoLonger() async throws {
    let text = try LiveText()
    let reading = Task {
      var pieces = text.makeAsyncIterator()
      return await pieces.next()
    }
    try await Task.sleep(for: .milliseconds(20))
    reading.cancel()
    #expect(await reading.value == nil)
  }

  @Test func aWriterIsLetGoWhenNobodyReadsAnyMore() async throws {
    let text = try LiveText()
    let writing = Task {
      for _ in 0..<100 { await text.append(bytes(String(repeating: "One more sentence. ", count: 200))) }
    }
    let reading = Task {
      var pieces = text.makeAsyncIterator()
      return await pieces.next()
    }
    #expect(await reading.value != nil)
    await writing.value
  }

  @Test func aWriterThatIsCancelledWaitsNoLonger() async throws {
    let text = try LiveText()
    var pieces = text.makeAsyncIterator()
    let writing = Task {
      for _ in 0..<10 { await text.append(bytes(String(repeating: "One more sentence. ", count: 200))) }
    }
    #expect(await pieces.next() != nil)
    writing.cancel()
    await writing.value
    text.finish()
    while await pieces.next() != nil {}
  }

  @Test func whatCameBeforeItWasDroppedIsStillTaken() async throws {
    var text: LiveText? = try LiveText()
    await text?.append(bytes("All of it, though nobody said so."))
    let pieces = try #require(text?.pieces)
    text = nil
    #expect(await pieces.reduce(into: []) { $0.append($1.text) } == ["All of it, though nobody said so."])
  }

  @Test func whatComesBehindTheEndIsNotTaken() async throws {
    let text = try LiveText()
    await text.append(bytes("All of it."))
    text.finish()
    #expect(await text.append(bytes(" Not this.")) == "")
    #expect(await text.reduce(into: []) { $0.append($1.text) } == ["All of it."])
  }
}
