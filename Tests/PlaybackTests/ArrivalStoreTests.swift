import AudioTypes
import Prebuffering
import PulseHarness
import SpeechAPI
import Testing

@testable import Playback

/// What a player knows of services, and keeps.
@Suite struct ArrivalStoreTests {
  private let folder: TemporaryFolder
  private let endpoint: ServiceEndpoint

  init() throws {
    folder = try TemporaryFolder()
    endpoint = try ServiceEndpoint("https://api.example:8443/some/path")
  }

  private var path: String { folder.path("gust") }

  private func store(_ folder: String?) -> ArrivalStore {
    let store = ArrivalStore(folder: folder)
    store.load()
    return store
  }

  /// A stream that came in two pieces.
  private var trace: ArrivalTrace {
    var trace = ArrivalTrace()
    let start = MonotonicInstant(nanoseconds: 1_000_000_000)
    trace.noteArrival(total: .milliseconds(40), at: start)
    trace.noteArrival(total: .milliseconds(80), at: start.advanced(by: .milliseconds(200)))
    return trace
  }

  @Test func whatOnePlayerLearnsTheNextOneKnows() {
    store(path).learn(trace, endpoint, .mp3)
    #expect(store(path).prior(endpoint, .mp3).streamCount == 1)
    #expect(store(path).prior(endpoint, .pcm(.speech)).streamCount == 0)
    store(path).learn(trace, endpoint, .mp3)
    #expect(store(path).prior(endpoint, .mp3).streamCount == 2)
  }

  @Test func twoPlayersDoNotUndoEachOther() {
    let (one, two) = (store(path), store(path))
    one.learn(trace, endpoint, .mp3)
    two.learn(trace, endpoint, .mp3)
    one.learn(trace, endpoint, .mp3)
    #expect(store(path).prior(endpoint, .mp3).streamCount == 3)
  }

  @Test func theFileHoldsTheHostAndTimesOnly() {
    store(path).learn(trace, endpoint, .mp3)
    let text = String(decoding: folder.contents(of: "gust/arrivals") ?? [], as: UTF8.self)
    #expect(text == "gust-arrivals 1\nservice mp3 https://api.example:8443\n201 196 191 181 161 141 121 81 41\n")
  }

  @Test(arguments: [nil, "/proc/nowhere"])
  func withoutAFileItLearnsForItself(folder: String?) {
    let store = store(folder)
    store.learn(trace, endpoint, .mp3)
    store.learn(trace, endpoint, .mp3)
    #expect(store.prior(endpoint, .mp3).streamCount == 2)
    #expect(self.folder.names.isEmpty)
  }

  @Test func aDamagedFileIsReplaced() throws {
    store(path).learn(trace, endpoint, .mp3)
    try folder.write("gust/arrivals", Array("gust-arrivals 7\n\u{0}garbage".utf8))
    let store = store(path)
    #expect(store.prior(endpoint, .mp3).streamCount == 0)
    store.learn(trace, endpoint, .mp3)
    #expect(self.store(path).prior(endpoint, .mp3).streamCount == 1)
  }
}
