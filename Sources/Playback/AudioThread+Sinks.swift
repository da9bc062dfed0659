import AudioTypes
import FileOutput
import PulseOutput

extension AudioThread {
  /// Starts the thread for where `configuration` wants the sound; nil for nowhere.
  static func make(
    _ configuration: PlayerConfiguration, announce: @escaping @Sendable () -> Void
  ) throws(PlaybackError) -> AudioThread? {
    func engine(_ bufferLength: Duration, _ recoveryLimit: Duration) -> PlaybackEngine {
      PlaybackEngine(
        volume: configuration.volume, bufferLength: bufferLength, idleLimit: configuration.idleLimit,
        recoveryLimit: recoveryLimit)
    }
    switch configuration.sound {
    case .pulse(let pulse):
      return try AudioThread(engine(pulse.bufferLength, pulse.recoveryLimit), announce: announce) {
        (waker) throws(PlaybackError) in
        do throws(PulseError) {
          return PulseSink(try PulseOutput(pulse, waker: waker))
        } catch {
          throw .output(error)
        }
      }
    case .wavFile(let path, let format):
      return try AudioThread(engine(.milliseconds(200), .seconds(5)), announce: announce) {
        (waker) throws(PlaybackError) in try WAVSink(path: path, format, waker)
      }
    case .pull(let source):
      guard source.attach() else { throw .pullSourceInUse }
      do throws(PlaybackError) {
        return try AudioThread(engine(source.bufferLength, source.recoveryLimit), announce: announce) { waker in
          PullSink(source, waker)
        }
      } catch {
        source.detach()
        throw error
      }
    case .none:
      return nil
    }
  }
}
