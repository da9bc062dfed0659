import Gust
import JSON
import Platform
import SpeechAPI

/// `gust devices`: what can be played on.
struct DevicesCommand {
  let isJSON: Bool

  func run() async -> Ending {
    await Ending.of {
      let devices: [PulseDevice]
      do throws(PulseError) {
        devices = try await PulseServer.describe().devices
      } catch {
        throw PlaybackError.output(error)
      }
      if isJSON {
        StandardStream.output.writeLine(JSONValue.array(devices.map(\.json)).line)
      } else if devices.isEmpty {
        throw PlaybackError.output(.noDevice)
      } else {
        StandardStream.output.writeLine(Self.table(devices).text(width: StandardStream.output.columnCount))
      }
      return .status(.success)
    }
  }

  private static func table(_ devices: [PulseDevice]) -> TextTable {
    var table = TextTable([
      .init("", isWhole: true), .init("NAME", isWhole: true), .init("STATE"), .init("FORMAT"), .init("DESCRIPTION"),
    ])
    for device in devices {
      table.add([
        device.isDefault ? "*" : "", device.name.visibleOnOneLine, device.state.word,
        device.sampleSpecification.description, device.description.visibleOnOneLine,
      ])
    }
    return table
  }
}

extension PulseDevice {
  /// For programs. The name is the one to select it by, and so as it is.
  fileprivate var json: JSONValue {
    .object([
      "name": .string(name), "description": .string(description.visibleOnOneLine), "default": .bool(isDefault),
      "state": .string(state.word), "encoding": .string(sampleSpecification.encoding),
      "sample_rate": .count(sampleSpecification.sampleRate),
      "channels": .count(sampleSpecification.channelCount),
    ])
  }
}

extension PulseDevice.State {
  /// As `pactl` calls it.
  var word: String {
    switch self {
    case .running: "running"
    case .idle: "idle"
    case .suspended: "suspended"
    case .unknown: "unknown"
    }
  }
}
