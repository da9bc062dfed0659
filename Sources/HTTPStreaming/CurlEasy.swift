import AudioTypes
import CCurl

/// Owner of one `CURL` handle and of the memory libcurl borrows for it. Used on the network thread only.
///
/// It must not be dropped while a `CurlMulti` still holds it.
@safe struct CurlEasy: ~Copyable {
  /// The handle itself, for `CurlMulti` and to recognise the transfer by.
  let handle: UnsafeMutableRawPointer
  private let errorText: UnsafeMutablePointer<CChar>
  private var fieldLines = CurlList()

  init() throws(HTTPError) {
    guard let handle = unsafe curl_easy_init() else { throw .systemFailure(reason: "libcurl has no handle left") }
    unsafe self.handle = handle
    unsafe errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
    unsafe errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
  }

  deinit {
    // Before `fieldLines` goes, which the handle still points to.
    unsafe curl_easy_cleanup(handle)
    unsafe errorText.deallocate()
  }

  /// libcurl's own words on the failure. They may quote a proxy's URL with its password: show them for TLS only.
  var errorMessage: String { unsafe String(cString: errorText) }

  func set(_ option: CurlOption<Bool>, _ value: Bool) throws(HTTPError) {
    try unsafe check(gust_curl_set_long(handle, option.code, value ? 1 : 0))
  }

  func set(_ option: CurlOption<Int>, _ value: Int) throws(HTTPError) {
    try unsafe check(gust_curl_set_long(handle, option.code, value))
  }

  /// Sets a string, which libcurl copies; nil takes libcurl's own setting away.
  func set(_ option: CurlOption<String>, _ value: String?) throws(HTTPError) {
    try unsafe check(gust_curl_set_string(handle, option.code, value))
  }

  /// Sets the body of a POST, which libcurl copies.
  func setPostBody(_ body: [UInt8]) throws(HTTPError) {
    try unsafe check(gust_curl_set_offset(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count)))
    let code = unsafe body.withUnsafeBytes { bytes in
      // Without a pointer libcurl would ask a read callback even for an empty body.
      let start = unsafe bytes.baseAddress ?? UnsafeRawPointer(handle)
      return unsafe gust_curl_set_pointer(handle, CURLOPT_COPYPOSTFIELDS, UnsafeMutableRawPointer(mutating: start))
    }
    try check(code)
  }

  /// Announces the body of a POST, which the callback `CurlCallbacks.sendBody` then gives.
  func setPostBodyLength(_ length: ByteCount) throws(HTTPError) {
    try unsafe check(gust_curl_set_offset(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(length.rawValue)))
  }

  /// Sets lines of `CURLOPT_HTTPHEADER`.
  mutating func setFieldLines(_ lines: [String]) throws(HTTPError) {
    for line in lines { try fieldLines.append(line) }
    try unsafe check(gust_curl_set_list(handle, CURLOPT_HTTPHEADER, fieldLines.first))
  }

  /// Makes libcurl write its own words on a failure to `errorMessage`.
  func keepErrorMessage() throws(HTTPError) {
    try unsafe check(gust_curl_set_pointer(handle, CURLOPT_ERRORBUFFER, errorText))
  }

  /// Sets the callbacks; each gets `context`, which must outlive the transfer.
  func setCallbacks(_ callbacks: CurlCallbacks, context: UnsafeMutableRawPointer) throws(HTTPError) {
    try unsafe check(gust_curl_set_data_function(handle, CURLOPT_HEADERFUNCTION, callbacks.headerLine))
    try unsafe check(gust_curl_set_pointer(handle, CURLOPT_HEADERDATA, context))
    try unsafe check(gust_curl_set_data_function(handle, CURLOPT_WRITEFUNCTION, callbacks.body))
    try unsafe check(gust_curl_set_pointer(handle, CURLOPT_WRITEDATA, context))
    try unsafe check(gust_curl_set_data_function(handle, CURLOPT_READFUNCTION, callbacks.sendBody))
    try unsafe check(gust_curl_set_pointer(handle, CURLOPT_READDATA, context))
    try unsafe check(gust_curl_set_prerequest_function(handle, callbacks.request))
    try unsafe check(gust_curl_set_pointer(handle, CURLOPT_PREREQDATA, context))
    try unsafe check(gust_curl_set_socket_function(handle, callbacks.openSocket))
  }

  func info(_ info: CurlInfo<Int>) -> Int {
    var value = 0
    return unsafe gust_curl_get_long(handle, info.code, &value) == CURLE_OK ? value : 0
  }

  func info(_ info: CurlInfo<Int64>) -> Int64 {
    var value: curl_off_t = 0
    return unsafe gust_curl_get_offset(handle, info.code, &value) == CURLE_OK ? Int64(value) : 0
  }

  func info(_ info: CurlInfo<String>) -> String? {
    var value: UnsafePointer<CChar>?
    guard unsafe gust_curl_get_string(handle, info.code, &value) == CURLE_OK, let value = unsafe value else {
      return nil
    }
    return unsafe String(cString: value)
  }

  /// What protects the connection that the transfer holds at present, in OpenSSL's words.
  var tlsVersion: String? {
    unsafe gust_curl_tls_version(handle).map { unsafe String(cString: $0) }
  }

  /// Lets a held transfer go on, in both directions. libcurl delivers what it holds before this returns, through the body
  /// callback.
  func resume() -> CURLcode {
    unsafe curl_easy_pause(handle, CURLPAUSE_CONT)
  }

  private func check(_ code: CURLcode) throws(HTTPError) {
    guard code == CURLE_OK else { throw .systemFailure(reason: CurlMessage.text(of: code)) }
  }
}

/// Owner of one `curl_slist`.
@safe private struct CurlList: ~Copyable {
  private(set) var first: UnsafeMutablePointer<curl_slist>?

  init() {}

  deinit { unsafe curl_slist_free_all(first) }

  mutating func append(_ text: String) throws(HTTPError) {
    guard let list = unsafe curl_slist_append(first, text) else {
      throw .systemFailure(reason: "no memory for a field")
    }
    unsafe first = list
  }
}
