import Foundation
import HTTPStreaming

extension HTTPClient {
  /// Performs a request and gives back what came of it, as a value.
  func outcome(
    _ request: HTTPRequest, _ observer: any HTTPTransferObserver = CollectingObserver()
  ) async -> Result<HTTPResult, HTTPFailure> {
    do throws(HTTPFailure) {
      return .success(try await perform(request, observer: observer))
    } catch {
      return .failure(error)
    }
  }

  /// Performs a GET and gives back the error it failed with.
  func error(of url: String, limits: HTTPLimits = HTTPLimits()) async -> HTTPError? {
    await outcome(HTTPRequest(method: .get, url: url, limits: limits)).failure?.error
  }
}

extension Result {
  var failure: Failure? {
    if case .failure(let failure) = self { failure } else { nil }
  }
}

/// Runs something that blocks where it cannot hold up Swift's own few threads.
func offPool(_ body: @escaping @Sendable () -> Void) async {
  await withCheckedContinuation { continuation in
    Thread.detachNewThread {
      body()
      continuation.resume()
    }
  }
}
