import AudioTypes
package import HTTPStreaming
package import SpeechAPI

extension ServiceEndpoint {
  /// Makes a new connection to the service, asks for nothing (`HEAD`, without the key) and closes it again. Free.
  ///
  /// - Parameters:
  ///   - limit: how long the connection, and then the answer, may take.
  ///   - network: how the client works that is made for this.
  /// - Returns: when each step was done. Any answer of the service will do.
  /// - Throws: `.network`.
  package func measureConnection(
    limit: Duration = .seconds(10), network: HTTPClientConfiguration = HTTPClientConfiguration()
  ) async throws(PlaybackError) -> HTTPTimings {
    do throws(HTTPError) {
      let http = try HTTPClient(configuration: network)
      defer { http.shutdown() }
      let limits = HTTPLimits(connect: limit, idle: limit, total: limit * 2)
      do throws(HTTPFailure) {
        return try await http.perform(
          HTTPRequest(connectionRequest, limits: limits), observer: ReplyCollector(limit: .zero)
        ).timings
      } catch {
        throw error.error
      }
    } catch {
      throw .network(error)
    }
  }
}
