public import SpeechAPI

// Generation jobs: speech that is ordered now and fetched when it is ready. None of this needs sound.
extension Player {
  /// Orders speech that is generated in the background. Billed.
  ///
  /// Cancelling the task gives up the answer, not the order: what the service has received it makes.
  ///
  /// - Parameters:
  ///   - request: what to speak.
  ///   - format: how it is stored; nil takes the request's own.
  ///   - onRetry: called when the order was turned away, or did not reach the service, and is about to be repeated. It is
  ///     never repeated when it may have been received.
  /// - Returns: the job, seldom ready yet: `waitForJob(_:onChange:)`, then `AudioLocation.generationJob(_:)`.
  /// - Throws: `.request` when it cannot be sent, `.service`, `.network`, `.noService`.
  public func createJob(
    _ request: SpeechRequest, format: StoredFormat? = nil, onRetry: @Sendable (RetryNotice) -> Void = { _ in }
  ) async throws(PlaybackError) -> GenerationJob {
    let format = format ?? (request.format == .mp3 ? .mp3 : .pcm)
    return try await JobClient(configuration, http).create(
      request, as: format, configuration.retryPolicy, onRetry: onRetry)
  }

  /// How far a job has come. Free; repeated where the network or the service is only just then out of order.
  ///
  /// - Throws: `.request` when `id` can be none, `.service`, `.network`, `.noService`.
  public func generationJob(_ id: String) async throws(PlaybackError) -> GenerationJob {
    try await JobClient(configuration, http).job(id)
  }

  /// Waits until a job is over, looking at it as `PlayerConfiguration.jobPolling` says. Cancelling the task ends it at once.
  ///
  /// - Parameter onChange: called after the first look, and whenever a look shows something new.
  /// - Returns: the job, which is ready, failed or cancelled: see `GenerationJob.error`.
  /// - Throws: `PlaybackError.job(.unfinished)` when that takes too long; it goes on, and can be waited for again.
  public func waitForJob(
    _ id: String, onChange: @Sendable (GenerationJob) -> Void = { _ in }
  ) async throws(PlaybackError) -> GenerationJob {
    try await JobClient(configuration, http).wait(id, configuration.jobPolling, onChange: onChange)
  }
}
