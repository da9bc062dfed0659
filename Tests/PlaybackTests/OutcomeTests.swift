import AudioTypes
import HTTPStreaming
import Testing

@testable import Playback

/// What the report says, by what became of transfer, playout and file.
@Suite struct OutcomeTests {
  private typealias Outcome = UtteranceReport.Outcome
  private static let writing = PlaybackError.system(errno: 28)

  private func outcome(
    _ transfer: Transfer.End, _ cause: PlayoutEnd.Cause?, heard: Int = 1, saving: PlaybackError? = nil,
    hasBytes: Bool = true
  ) -> String {
    let playout = cause.map { PlayoutEnd($0, framesHeard: FrameCount(heard)) }
    return "\(Outcome(transfer, playout, savingError: saving, hasBytes: hasBytes))"
  }

  private func describe(_ outcome: Outcome) -> String { "\(outcome)" }

  @Test func whatIsWholeIsFinished() {
    #expect(outcome(.complete, .played(isCutShort: false)) == describe(.finished))
    #expect(outcome(.complete, nil) == describe(.finished))
  }

  @Test func nothingIsNoAudio() {
    #expect(outcome(.complete, .played(isCutShort: false), heard: 0) == describe(.failed(.noAudio)))
    #expect(outcome(.complete, nil, hasBytes: false) == describe(.failed(.noAudio)))
  }

  @Test func aBrokenStreamIsTruncated() {
    #expect(outcome(.complete, .played(isCutShort: true)) == describe(.truncated(.truncated)))
    let cut = Transfer.End.cut(.network(.cutShort))
    #expect(outcome(cut, .played(isCutShort: true)) == describe(.truncated(.network(.cutShort))))
    #expect(outcome(cut, .played(isCutShort: false)) == describe(.truncated(.network(.cutShort))))
    #expect(outcome(cut, nil) == describe(.truncated(.network(.cutShort))))
    #expect(outcome(cut, .played(isCutShort: true), hasBytes: false) == describe(.failed(.network(.cutShort))))
  }

  @Test func stoppingIsNeverAnError() {
    #expect(outcome(.complete, .stopped) == describe(.stopped))
    #expect(outcome(.cut(.network(.cancelled)), .stopped) == describe(.stopped))
    #expect(outcome(.failed(.network(.cancelled)), .withdrawn) == describe(.stopped))
    #expect(outcome(.failed(.network(.cancelled)), nil) == describe(.stopped))
    #expect(outcome(.cut(.network(.cancelled)), nil) == describe(.stopped))
    #expect(outcome(.cut(.network(.cancelled)), .stopped, saving: Self.writing) == describe(.stopped))
  }

  @Test func whatFailedFirstIsTold() {
    let sink = PlaybackError.outputStalled(after: .seconds(5))
    #expect(outcome(.cut(.network(.cancelled)), .failed(sink)) == describe(.failed(sink)))
    #expect(outcome(.failed(.network(.cancelled)), .failed(sink)) == describe(.failed(sink)))
    #expect(outcome(.failed(.network(.cancelled)), .failed(.shutDown)) == describe(.stopped))
    #expect(outcome(.complete, .failed(sink), saving: Self.writing) == describe(.failed(sink)))
    #expect(outcome(.failed(.network(.connectTimeout)), .withdrawn) == describe(.failed(.network(.connectTimeout))))
    #expect(outcome(.failed(.network(.connectTimeout)), nil) == describe(.failed(.network(.connectTimeout))))
  }

  @Test func whatCouldNotBeSavedFailed() {
    #expect(outcome(.complete, .played(isCutShort: false), saving: Self.writing) == describe(.failed(Self.writing)))
    #expect(outcome(.complete, nil, saving: Self.writing) == describe(.failed(Self.writing)))
    #expect(outcome(.cut(.network(.cutShort)), nil, saving: Self.writing) == describe(.failed(Self.writing)))
  }
}
