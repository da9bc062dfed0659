import CCurl

/// libcurl as a whole, initialised once in the life of the process.
enum CurlLibrary {
  static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK
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
