import CCurl

/// libcurl as a whole: loaded and initialised once in the life of the process, by whoever needs it first.
@safe struct CurlLibrary: @unchecked Sendable {
  private static let shared: CurlLibrary? = load()

  /// The library's functions, under their own names without `curl_`. The table is constant.
  let functions: UnsafePointer<gust_curl>

  /// The library, which takes some milliseconds the first time.
  static func loaded() throws(HTTPError) -> CurlLibrary {
    guard let shared else { throw .systemFailure(reason: "libcurl (libcurl.so.4) cannot be loaded") }
    return shared
  }

  private static func load() -> CurlLibrary? {
    guard let functions = unsafe gust_curl_load(),
      unsafe functions.pointee.global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK
    else { return nil }
    return unsafe CurlLibrary(functions: functions)
  }

  /// The library's fixed text for a code; it never quotes anything of a transfer.
  func text(of code: CURLcode) -> String {
    guard let text = unsafe functions.pointee.easy_strerror(code) else { return "code \(code.rawValue)" }
    return unsafe String(cString: text)
  }

  /// The library's fixed text for a code; it never quotes anything of a transfer.
  func text(of code: CURLMcode) -> String {
    guard let text = unsafe functions.pointee.multi_strerror(code) else { return "code \(code.rawValue)" }
    return unsafe String(cString: text)
  }
}
