import Gust
import JSON
import Platform
import SpeechSeat

/// Looks at what is installed, at the configuration, and at the places where files are kept.
enum MachineCheckUp {
  static func versions() -> [Finding] {
    let curl = CurlLibrary.version.split(separator: " ").prefix(2).joined(separator: ", ")
    let mpg123 = Mpg123Library.description
    let pulse: String
    do throws(PulseError) {
      pulse = try PulseLibrary.version()
    } catch {
      let reason = "\(error.message) Install libpulse0."
      return [.failed("versions", .soundServer, "gust \(Gust.version), \(curl), mpg123 \(mpg123). \(reason)")]
    }
    return [
      .fine(
        "versions", "gust \(Gust.version), libpulse \(pulse), \(curl), mpg123 \(mpg123)",
        [
          "gust": .string(Gust.version), "libpulse": .string(pulse), "libcurl": .string(CurlLibrary.version),
          "mpg123": .string(mpg123),
        ])
    ]
  }

  /// What cuts a text into parts, which one that is piped or read from a file needs.
  static var text: Finding {
    do throws(TextSegmentationError) {
      _ = try TextSegmenter(markup: .markdown)
      return .fine("text", "libicu and libmd4c, for text that is piped or read from a file")
    } catch {
      return Finding(name: "text", verdict: .poor, text: error.description)
    }
  }

  /// Speaking does not begin with a configuration that cannot be followed.
  static func configuration(_ preferences: Result<Preferences, UsageError>) -> Finding {
    let name = "configuration"
    do throws(UsageError) {
      let isEmpty = try preferences.get() == Preferences()
      let path = standardConfigurationFile()
      guard let path, !isEmpty else { return .skipped(name, "nothing is set in \(path ?? "a file")") }
      return .fine(name, path, ["path": .string(path)])
    } catch {
      return .failed(name, .usage, error.message)
    }
  }

  static func places() -> [Finding] {
    [stateFolder, runtimeFolder, seatFolder]
  }

  private static var stateFolder: Finding {
    let name = "state_folder"
    guard let folder = standardStateFolder() else {
      let reason = environmentVariable("GUST_STATE") == "off" ? "GUST_STATE is off" : "no HOME"
      return .skipped(name, "\(reason): nothing is learnt from one run to the next")
    }
    return look(name, folder, mustExist: false, forbidden: 0o022, else: "Nothing is learnt from one run to the next.")
  }

  private static var runtimeFolder: Finding {
    let name = "runtime_folder"
    guard let folder = environmentVariable("XDG_RUNTIME_DIR") else {
      return .skipped(name, "XDG_RUNTIME_DIR is not set; a sound server may not be found without PULSE_SERVER")
    }
    return look(
      name, folder, mustExist: true, forbidden: 0o077,
      else: "XDG_RUNTIME_DIR should name a folder of yours alone, such as /run/user/1000.")
  }

  private static var seatFolder: Finding {
    look(
      "seat_folder", SpeechSeat.standardFolder, mustExist: false, forbidden: 0o077,
      else: "Speech of yours may overlap, and gust stop does not find it.")
  }

  private static func look(
    _ name: String, _ folder: String, mustExist: Bool, forbidden: UInt32, else advice: String
  ) -> Finding {
    do throws(FolderFault) {
      try checkFolder(folder, mustExist: mustExist, forbidden: forbidden)
      return .fine(name, folder, ["path": .string(folder)])
    } catch {
      return Finding(name: name, verdict: .poor, text: "\(folder) \(error.reason). \(advice)")
    }
  }
}
