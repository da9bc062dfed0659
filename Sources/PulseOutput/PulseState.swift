/// How far the connection and its stream are, taken together.
package enum PulseState: Equatable, Sendable {
  /// On the way: nothing can be written yet.
  case connecting
  /// The stream is open and takes audio.
  case ready
  /// It ended, for this reason. After `.deviceGone` and `.unknownDevice` another stream can still be opened.
  case failed(PulseError)
}
