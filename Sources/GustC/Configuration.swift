// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
// The functions are explained in gust.h, for those who call them.

public import CGust
import Gust
import Platform
import Synchronization

/// What was set by `gust_configuration_set_…`; the rest comes from the environment when a player is made.
final class Configuration: Sendable {
  struct Settings {
    var key: APIKey?
    var endpoint: ServiceEndpoint?
    var server = PulseConfiguration()
    /// Nil: to the sound server.
    var destination: PlayerConfiguration.Sound?
    var volume = 1.0
    var startPolicy = StartPolicy.adaptive
    /// Nil: the standard folder.
    var stateFolder: String??
    var idleLimit: Duration?
    var callback: EventCallback?
  }

  let settings = Mutex(Settings())

  /// Changes what `handle` stands for, unless `change` throws.
  static func update(
    _ handle: OpaquePointer?, _ change: (inout Settings) throws(Failure) -> Void
  ) -> gust_status {
    status { () throws(Failure) in
      let configuration: Configuration = try unsafe HandleTable.object(handle)
      try configuration.settings.withLock { settings throws(Failure) in try change(&settings) }
    }
  }
}

extension Configuration.Settings {
  /// How the player is to work.
  func playerConfiguration(_ service: SpeechService?) -> PlayerConfiguration {
    var configuration = PlayerConfiguration(service: service)
    configuration.sound = destination ?? .pulse(server)
    configuration.volume = volume
    configuration.startPolicy = startPolicy
    if let stateFolder { configuration.stateFolder = stateFolder }
    if let idleLimit { configuration.idleLimit = idleLimit }
    return configuration
  }

  /// The service that is to speak, which streams do without.
  func service() -> Result<SpeechService, Failure> {
    do throws(EnvironmentError) {
      let endpoint = if let endpoint { endpoint } else { try ServiceEndpoint.fromEnvironment() }
      let key = if let key { key } else { try APIKey.fromEnvironment() }
      return .success(SpeechService(endpoint: endpoint, key: key))
    } catch {
      return .failure(Failure(error))
    }
  }
}

@c @implementation
public func gust_configuration_new() -> OpaquePointer? {
  unsafe HandleTable.insert(Configuration()).pointer
}

@c @implementation
public func gust_configuration_free(_ configuration: OpaquePointer?) -> gust_status {
  status { () throws(Failure) in _ = try unsafe HandleTable.remove(configuration, as: Configuration.self) }
}

@c @implementation
public func gust_configuration_set_api_key(
  _ configuration: OpaquePointer?, _ key: UnsafePointer<CChar>?
) -> gust_status {
  unsafe Configuration.update(configuration) { settings throws(Failure) in
    let text = try unsafe requiredText(key, "API key")
    do throws(APIKeyError) {
      settings.key = try APIKey(text)
    } catch {
      throw Failure(EnvironmentError.key(error))
    }
  }
}

@c @implementation
public func gust_configuration_set_api_key_file(
  _ configuration: OpaquePointer?, _ path: UnsafePointer<CChar>?
) -> gust_status {
  unsafe Configuration.update(configuration) { settings throws(Failure) in
    let path = try unsafe requiredText(path, "path")
    do throws(EnvironmentError) {
      settings.key = try .inFile(path)
    } catch {
      throw Failure(error)
    }
  }
}

@c @implementation
public func gust_configuration_set_base_url(
  _ configuration: OpaquePointer?, _ url: UnsafePointer<CChar>?
) -> gust_status {
  unsafe Configuration.update(configuration) { settings throws(Failure) in
    let url = try unsafe requiredText(url, "URL")
    do throws(ServiceEndpointError) {
      settings.endpoint = try ServiceEndpoint(url)
    } catch {
      throw .argument("The base URL cannot be used: \(error.message)")
    }
  }
}

@c @implementation
public func gust_configuration_set_sound_server(
  _ configuration: OpaquePointer?, _ server: UnsafePointer<CChar>?
) -> gust_status {
  unsafe Configuration.update(configuration) { settings throws(Failure) in
    settings.server.server = try unsafe text(server, "sound server")
  }
}

@c @implementation
public func gust_configuration_set_sink(
  _ configuration: OpaquePointer?, _ sink: UnsafePointer<CChar>?
) -> gust_status {
  unsafe Configuration.update(configuration) { settings throws(Failure) in
    settings.server.device = try unsafe text(sink, "sink")
  }
}

@c @implementation
public func gust_configuration_set_application_name(
  _ configuration: OpaquePointer?, _ name: UnsafePointer<CChar>?
) -> gust_status {
  unsafe Configuration.update(configuration) { settings throws(Failure) in
    settings.server.applicationName = try unsafe requiredText(name, "name")
  }
}

@c @implementation
public func gust_configuration_set_wav_file(
  _ configuration: OpaquePointer?, _ path: UnsafePointer<CChar>?, _ sampleRate: Int32, _ channels: Int32
) -> gust_status {
  unsafe Configuration.update(configuration) { settings throws(Failure) in
    let path = try unsafe requiredText(path, "path")
    let format: AudioFormat? = if sampleRate == 0, channels == 0 { nil } else { try .named(sampleRate, channels) }
    settings.destination = .wavFile(path, format: format)
  }
}

@c @implementation
public func gust_configuration_set_source(
  _ configuration: OpaquePointer?, _ source: OpaquePointer?
) -> gust_status {
  unsafe Configuration.update(configuration) { settings throws(Failure) in
    settings.destination = .pull(try unsafe HandleTable.object(source, as: PullSource.self))
  }
}

@c @implementation
public func gust_configuration_set_no_sound(_ configuration: OpaquePointer?) -> gust_status {
  unsafe Configuration.update(configuration) { settings throws(Failure) in
    settings.destination = PlayerConfiguration.Sound.none
  }
}

@c @implementation
public func gust_configuration_set_volume(_ configuration: OpaquePointer?, _ volume: Double) -> gust_status {
  unsafe Configuration.update(configuration) { settings throws(Failure) in settings.volume = try checkedVolume(volume) }
}

@c @implementation
public func gust_configuration_set_start(_ configuration: OpaquePointer?, _ milliseconds: Int32) -> gust_status {
  unsafe Configuration.update(configuration) { settings throws(Failure) in
    switch milliseconds {
    case GUST_START_ADAPTIVE: settings.startPolicy = .adaptive
    case 0: settings.startPolicy = .immediate
    case 1...Int32(StartPolicy.longestThreshold.milliseconds):
      settings.startPolicy = .fixed(.milliseconds(Int(milliseconds)))
    default: throw .argument("A start is GUST_START_ADAPTIVE or 0 to 2000 ms, not \(milliseconds).")
    }
  }
}

@c @implementation
public func gust_configuration_set_state_folder(
  _ configuration: OpaquePointer?, _ path: UnsafePointer<CChar>?
) -> gust_status {
  unsafe Configuration.update(configuration) { settings throws(Failure) in
    settings.stateFolder = .some(try unsafe text(path, "path"))
  }
}

@c @implementation
public func gust_configuration_set_idle_limit(_ configuration: OpaquePointer?, _ milliseconds: Int32) -> gust_status {
  unsafe Configuration.update(configuration) { settings throws(Failure) in
    guard milliseconds >= 0 else { throw .argument("An idle limit cannot be negative.") }
    settings.idleLimit = .milliseconds(Int(milliseconds))
  }
}

@c @implementation
public func gust_configuration_set_event_callback(
  _ configuration: OpaquePointer?, _ callback: gust_event_callback?, _ user: UnsafeMutableRawPointer?
) -> gust_status {
  unsafe Configuration.update(configuration) { settings throws(Failure) in
    settings.callback = unsafe callback.map { unsafe EventCallback(function: $0, user: user) }
  }
}
