import CCurl
import Synchronization

/// Owner of one `CURLM` handle: the transfers under way and the connections kept for later ones.
///
/// Every method belongs to the network thread except `wakeUp`, which any thread may call; hence a class that the network
/// thread and its clients share. The kept connections close when the last of them lets go.
@safe final class CurlMulti: @unchecked Sendable {
  /// Nil until the network thread has opened it.
  private let opened = unsafe Atomic<UnsafeMutableRawPointer?>(nil)
  private let maxKeptConnections: Int

  init(maxKeptConnections: Int) {
    self.maxKeptConnections = maxKeptConnections
  }

  private var handle: UnsafeMutableRawPointer? { unsafe opened.load(ordering: .acquiring) }

  /// Makes the handle, and before the first one initialises libcurl, which takes a millisecond that its client need not
  /// wait for. To be called once, before every other method of the network thread.
  ///
  /// What is left for the network thread after this is followed by a `wakeUp` that reaches it; what was left before is there.
  func open() throws(HTTPError) {
    guard CurlLibrary.isReady, let handle = unsafe curl_multi_init() else {
      throw .systemFailure(reason: "libcurl could not be initialised")
    }
    unsafe opened.store(handle, ordering: .releasing)
    atomicMemoryFence(ordering: .sequentiallyConsistent)
    // Without descriptors left the handle is made all the same, but nothing could ever wake its thread.
    try check(unsafe curl_multi_wakeup(handle))
    try set(CURLMOPT_MAXCONNECTS, maxKeptConnections)
    try setSharing(false)
  }

  deinit { _ = unsafe curl_multi_cleanup(handle) }

  /// Ends the present or the next `wait`. Any thread, the audio thread included: it neither locks nor allocates.
  func wakeUp() {
    // With the fence in `open`: either the handle is seen here, or what the caller has left is seen there.
    atomicMemoryFence(ordering: .sequentiallyConsistent)
    guard let handle = unsafe handle else { return }
    _ = unsafe curl_multi_wakeup(handle)
  }

  func add(_ easy: borrowing CurlEasy) throws(HTTPError) {
    try check(unsafe curl_multi_add_handle(handle, easy.handle))
  }

  /// Whether a transfer may go over an HTTP/2 connection that another is using, and wait for one that is being made.
  ///
  /// Not beside a stream: one that waits for its reader would hold back the others' bytes.
  func setSharing(_ isAllowed: Bool) throws(HTTPError) {
    try set(CURLMOPT_PIPELINING, Int(isAllowed ? CURLPIPE_MULTIPLEX : CURLPIPE_NOTHING))
  }

  /// Takes the transfer off, whatever its state. A connection that cannot be kept is closed.
  func remove(_ easy: borrowing CurlEasy) {
    _ = unsafe curl_multi_remove_handle(handle, easy.handle)
  }

  /// Moves every transfer on as far as that goes without waiting.
  func perform() throws(HTTPError) {
    var runningCount: Int32 = 0
    try check(unsafe curl_multi_perform(handle, &runningCount))
  }

  /// The next transfer that libcurl has ended: its handle, and how it ended.
  func nextFinished() -> (easy: UnsafeMutableRawPointer, code: CURLcode)? {
    var code = CURLE_OK
    guard let easy = unsafe gust_curl_multi_next_finished(handle, &code) else { return nil }
    return unsafe (easy, code)
  }

  /// Waits for a socket, for one of libcurl's own deadlines, for `wakeUp`, or until `milliseconds` have passed.
  func wait(milliseconds: Int32) throws(HTTPError) {
    try check(unsafe curl_multi_poll(handle, nil, 0, milliseconds, nil))
  }

  private func set(_ option: CURLMoption, _ value: Int) throws(HTTPError) {
    try check(unsafe gust_curl_multi_set_long(handle, option, value))
  }

  private func check(_ code: CURLMcode) throws(HTTPError) {
    guard code == CURLM_OK else { throw .systemFailure(reason: CurlMessage.text(of: code)) }
  }
}
