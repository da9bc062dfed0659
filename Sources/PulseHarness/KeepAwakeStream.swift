/// Silence on a sink, in small blocks. An idle null sink works in blocks of two seconds, which makes each figure of
/// latency meaningless until a stream with a small latency has been there for that long.
public final class KeepAwakeStream: Sendable {
  private let child: ChildProcess

  /// Starts to play silence on `sink`. Lasts as long as this object or the server.
  public init(server: PrivatePulseServer, sink: String) throws(HarnessError) {
    child = try ChildProcess([
      "pacat", "--server=\(server.serverAddress)", "--device=\(sink)", "--raw", "--latency-msec=5", "/dev/zero",
    ])
  }

  /// Ends the silence.
  public func stop() {
    child.end()
  }
}
