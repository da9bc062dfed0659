import AudioTypes

/// One measurement of a ring, which every rival understands.
struct RingLap: Equatable {
  enum Course: String {
    /// One thread writes and one reads, as fast as they can.
    case stream
    /// Two rings, there and back: each piece is sent when the one before has come back.
    case trip
  }

  let course: Course
  /// Of one piece.
  let size: ByteCount
  /// The pieces of a full lap.
  let count: Int

  /// What a rival is asked.
  var question: String { "\(course.rawValue) \(size.rawValue) \(count)" }

  /// What a rival's answer says: the time all pieces took.
  func duration(answer: String, of rival: String) throws(BenchError) -> Duration {
    guard answer != "lost" else { throw BenchError("\(rival) lost or mixed up what was sent: \(question)") }
    guard let nanoseconds = Int64(answer), nanoseconds > 0 else {
      throw BenchError("\(rival) answered “\(answer)” to “\(question)”")
    }
    return .nanoseconds(nanoseconds)
  }
}
