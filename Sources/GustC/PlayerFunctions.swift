// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
// The functions are explained in gust.h, for those who call them.

public import CGust
import Gust
import Synchronization

@c @implementation
public func gust_player_new(_ configuration: OpaquePointer?) -> OpaquePointer? {
  unsafe result(else: nil) { () throws(Failure) in
    let configuration =
      if let configuration = unsafe configuration {
        try unsafe HandleTable.object(configuration, as: Configuration.self)
      } else {
        Configuration()
      }
    return unsafe HandleTable.insert(try HostedPlayer(configuration.settings.withLock { $0 })).pointer
  }
}

@c @implementation
public func gust_player_free(_ player: OpaquePointer?) -> gust_status {
  status { () throws(Failure) in try unsafe HandleTable.remove(player, as: HostedPlayer.self).end() }
}

@c @implementation
public func gust_player_prepare(_ player: OpaquePointer?, _ timeout: Int32) -> gust_status {
  answer { () throws(Failure) in
    try unsafe HandleTable.object(player, as: HostedPlayer.self).prepare(limit(timeout)) ? GUST_OK : GUST_PENDING
  }
}

@c @implementation
public func gust_player_speak(_ player: OpaquePointer?, _ request: OpaquePointer?) -> OpaquePointer? {
  unsafe result(else: nil) { () throws(Failure) in
    let player = try unsafe HandleTable.object(player, as: HostedPlayer.self)
    let contents = try unsafe HandleTable.object(request, as: Request.self).contents.withLock { $0 }
    return unsafe player.host(try player.speaker.speak(contents.request, savingTo: contents.savePath)).handle.pointer
  }
}

@c @implementation
public func gust_player_speak_text(
  _ player: OpaquePointer?, _ text: UnsafePointer<CChar>?, _ voice: UnsafePointer<CChar>?
) -> OpaquePointer? {
  unsafe result(else: nil) { () throws(Failure) in
    let player = try unsafe HandleTable.object(player, as: HostedPlayer.self)
    return unsafe player.host(try player.speaker.speak(try unsafe Request.read(text, voice))).handle.pointer
  }
}

@c @implementation
public func gust_player_play_stored(
  _ player: OpaquePointer?, _ identifier: UnsafePointer<CChar>?
) -> OpaquePointer? {
  unsafe result(else: nil) { () throws(Failure) in
    let player = try unsafe HandleTable.object(player, as: HostedPlayer.self)
    let identifier = try unsafe requiredText(identifier, "identifier")
    guard let location = AudioLocation(identifier: identifier) else {
      throw .argument("What is stored is called hist_… or job_….")
    }
    return unsafe player.host(try player.speaker.play(location)).handle.pointer
  }
}

@c @implementation
public func gust_player_pause(_ player: OpaquePointer?) -> gust_status {
  status { () throws(Failure) in try unsafe HandleTable.object(player, as: HostedPlayer.self).player.pause() }
}

@c @implementation
public func gust_player_resume(_ player: OpaquePointer?) -> gust_status {
  status { () throws(Failure) in try unsafe HandleTable.object(player, as: HostedPlayer.self).player.resume() }
}

@c @implementation
public func gust_player_set_volume(_ player: OpaquePointer?, _ volume: Double) -> gust_status {
  status { () throws(Failure) in
    let volume = try checkedVolume(volume)
    try unsafe HandleTable.object(player, as: HostedPlayer.self).player.setVolume(volume)
  }
}
