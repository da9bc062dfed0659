import CCurl

/// libcurl as a whole, initialised once in the life of the process.
package enum CurlLibrary {
  static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

  /// It and what it is built on, with their versions: `libcurl/7.88.1 OpenSSL/3.0.17 zlib/1.2.13 …` (`curl_version`).
  package static var version: String { unsafe String(cString: curl_version()) }
}

/// libcurl's fixed texts for its codes; they never quote anything of a transfer.
enum CurlMessage {
  static func text(of code: CURLcode) -> String {
    guard let text = unsafe curl_easy_strerror(code) else { return "code \(code.rawValue)" }
    return unsafe String(cString: text)
  }

  static func text(of code: CURLMcode) -> String {
    guard let text = unsafe curl_multi_strerror(code) else { return "code \(code.rawValue)" }
    return unsafe String(cString: text)
  }
}
