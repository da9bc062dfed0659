import AudioTypes
import Foundation

/// What a private PipeWire has other than Debian has it, in the drop-in files it reads for that.
///
/// No D-Bus, no hardware, nothing remembered. The graph runs at the rates of its sinks and not at 48 kHz, so that nothing
/// is resampled: samples pass through as 32-bit floats, which keep all 16 bits.
struct PipeWireConfiguration {
  let socketPath: String
  let sinks: [PrivatePulseServer.Sink]
  let quantum: FrameCount?

  /// Writes the files below `directory`, which is to be `XDG_CONFIG_HOME`.
  func write(below directory: URL) throws {
    for (path, text) in files {
      let url = directory.appending(path: path)
      try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: url)
    }
  }

  private var files: [String: String] {
    [
      "pipewire/pipewire.conf.d/private.conf": """
      context.properties = {
        support.dbus = false
        default.clock.rate = \(rates.first ?? AudioFormat.speech.sampleRate)
        default.clock.allowed-rates = [ \(rates.map(String.init).joined(separator: " ")) ]
        \(quantumProperties)
      }
      """,
      "pipewire/pipewire-pulse.conf.d/private.conf": """
      context.properties = { support.dbus = false }
      pulse.properties = { server.address = [ "unix:\(socketPath)" ] }
      """,
      "wireplumber/main.lua.d/80-private.lua": """
      alsa_monitor.enabled = false
      v4l2_monitor.enabled = false
      libcamera_monitor.enabled = false
      default_access.properties["enable-flatpak-portal"] = false
      device_defaults.properties["use-persistent-storage"] = false
      stream_defaults.properties["restore-props"] = false
      stream_defaults.properties["restore-target"] = false
      """,
      // In place of the file of that name that looks for Bluetooth.
      "wireplumber/bluetooth.lua.d/90-enable-all.lua": "",
    ]
  }

  private var rates: [Int] {
    sinks.map(\.format.sampleRate).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  private var quantumProperties: String {
    guard let quantum = quantum?.rawValue else { return "" }
    return ["", "min-", "max-"].map { "default.clock.\($0)quantum = \(quantum)" }.joined(separator: "\n  ")
  }
}
