import AudioTypes
import Gust
import JSON
import LatencyReporting
import Platform

/// Looks at the sound server, the device, what it grants, and at scheduling.
struct SoundCheckUp {
  /// The sink to look at; nil is the server's default.
  let device: String?
  let limit: Duration

  func run(_ note: ([Finding]) -> Void) async {
    let start = MonotonicInstant.now
    do throws(PulseError) {
      let server = try await PulseServer.describe(limit: limit)
      note([Self.finding(server, after: start.duration(to: .now))])
      note([sink(server)])
      note([await latency()])
    } catch {
      note([
        .failed("sound_server", .output(error)), .skipped("sink", "no sound server"),
        .skipped("latency", "no sound server"),
      ])
    }
    note([scheduling])
  }

  private static func finding(_ server: PulseServer, after duration: Duration) -> Finding {
    let address = server.address.map { " at \($0)" } ?? ""
    return .fine(
      "sound_server", "\(server.name) \(server.version)\(address), answered after \(duration.inMilliseconds)",
      [
        "server_name": .string(server.name), "server_version": .string(server.version),
        "address": .text(server.address), "answered_ms": duration.json,
      ])
  }

  private func sink(_ server: PulseServer) -> Finding {
    let wanted = device == PulseConfiguration.defaultDevice ? nil : device
    guard let sink = server.devices.first(where: { wanted == nil ? $0.isDefault : $0.name == wanted }) else {
      return .failed("sink", .output(wanted.map(PulseError.unknownDevice) ?? .noDevice))
    }
    let specification = sink.sampleSpecification
    let note = sink.state == .suspended ? "; it sleeps, and takes a moment to wake" : ""
    return .fine(
      "sink", "\(sink.name) (\(sink.description)), \(sink.state.word), \(specification)\(note)",
      [
        "sink_name": .string(sink.name), "description": .string(sink.description), "state": .string(sink.state.word),
        "sample_rate": .count(specification.sampleRate),
        "channels": .count(specification.channelCount),
      ])
  }

  private func latency() async -> Finding {
    var configuration = PulseConfiguration(device: device)
    configuration.connectLimit = limit
    let rehearsal: PulseRehearsal
    do throws(PulseError) {
      rehearsal = try await PulseOutput.rehearse(configuration)
    } catch {
      return .failed("latency", .output(error))
    }
    let format = rehearsal.format
    let buffer = rehearsal.buffer.map { format.duration(of: format.frameCount(in: $0.targetLength)) }
    let texts = [
      buffer.map { "a buffer of \($0.inMilliseconds) was granted" },
      rehearsal.sinkLatency.map { "the sink is \($0.inMilliseconds) away" },
      "the stream was open after \(rehearsal.readyAfter.inMilliseconds)",
    ]
    return .fine(
      "latency", texts.compactMap(\.self).joined(separator: ", "),
      [
        "buffer_ms": buffer?.json ?? .null, "sink_ms": rehearsal.sinkLatency?.json ?? .null,
        "open_ms": rehearsal.readyAfter.json,
      ])
  }

  private var scheduling: Finding {
    guard ThreadUrgency.sound.isGranted else {
      return .skipped(
        "scheduling", "no real-time scheduling: on a busy machine speech may falter. ulimit -r 2 or more allows it")
    }
    return .fine("scheduling", "real-time scheduling is granted")
  }
}
