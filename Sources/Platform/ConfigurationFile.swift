/// The file in which a user keeps what this program is to do by itself: `$XDG_CONFIG_HOME/gust/config.json`, else
/// `~/.config/gust/config.json` (XDG Base Directory Specification 0.8). Nil when neither place is named, or `GUST_CONFIG` is
/// `off`.
public func standardConfigurationFile() -> String? {
  guard environmentVariable("GUST_CONFIG") != "off" else { return nil }
  return standardFolder("XDG_CONFIG_HOME", inHome: ".config").map { $0 + "/gust/config.json" }
}

/// The folder that programs share for their data: `$XDG_DATA_HOME`, else `~/.local/share`. Nil when neither is named.
public func standardDataFolder() -> String? {
  standardFolder("XDG_DATA_HOME", inHome: ".local/share")
}

/// The folder that the XDG specification calls `variable`, else `place` in the user's home.
func standardFolder(_ variable: String, inHome place: String) -> String? {
  // The specification wants relative paths to be ignored.
  if let base = environmentVariable(variable), base.hasPrefix("/") { return base }
  guard let home = environmentVariable("HOME"), home.hasPrefix("/") else { return nil }
  return "\(home)/\(place)"
}
