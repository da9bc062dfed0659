import Gust
import LatencyReporting

extension NarrationPosition {
  /// How far the listener heard.
  var heardSoFar: String {
    let part = piece == 0 ? "" : " of part \(piece + 1)"
    return "Heard \(time.inSeconds)\(part), up to about character \(characters) of the text."
  }
}
