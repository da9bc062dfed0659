import SpeechAPI

/// The version of this package, by semantic versioning.
public var version: String { gustVersion }
