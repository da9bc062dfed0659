/// Who plays against whom, and how each is told to play.
enum Roster {
  static let gust = "gust say"
  static let sdkName = "SDK stream"
  static let mpg123Name = "mpg123"
  static let mpvName = "mpv"

  /// All of them; `sdk` runs the official SDK's `stream` and takes the format as its last argument.
  static func contenders(gust path: String, sdk: Result<[String], BenchError>) -> [Contender] {
    [ours(path)] + mpv + ffplay + [gstreamer, mpg123, sox] + pacat + [official(sdk)]
  }

  private static func official(_ sdk: Result<[String], BenchError>) -> Contender {
    let command = (try? sdk.get()) ?? []
    var contender = Contender(
      sdkName, .sdk, needs: ["python3", "mpv"], requestsItself: true, mp3: command + ["mp3"], pcm: command + ["pcm"])
    if case .failure(let error) = sdk { contender.obstacle = error.description }
    return contender
  }

  private static func ours(_ path: String) -> Contender {
    Contender(
      gust, .gust, needs: [path], requestsItself: true, mp3: [path, "say", "--format", "mp3", Rig.text],
      pcm: [path, "say", "--format", "pcm", Rig.text])
  }

  private static var mpv: [Contender] {
    let raw = [
      "--demuxer=rawaudio", "--demuxer-rawaudio-rate=24000", "--demuxer-rawaudio-channels=1",
      "--demuxer-rawaudio-format=s16le",
    ]
    let standard = ["mpv", "--really-quiet", "--no-video"]
    let tuned = standard + ["--profile=low-latency", "--cache=no", "--pulse-buffer=20"]
    return [
      Contender(mpvName, .standard, needs: ["mpv"], mp3: standard + ["-"], pcm: standard + raw + ["-"]),
      Contender("mpv low-latency", .tuned, needs: ["mpv"], mp3: tuned + ["-"], pcm: tuned + raw + ["-"]),
    ]
  }

  private static var ffplay: [Contender] {
    let raw = ["-f", "s16le", "-ar", "24000", "-ac", "1"]
    let standard = ["ffplay", "-nodisp", "-autoexit", "-loglevel", "quiet"]
    let tuned = standard + ["-fflags", "nobuffer", "-flags", "low_delay", "-probesize", "32", "-analyzeduration", "0"]
    return [
      Contender("ffplay", .standard, needs: ["ffplay"], mp3: standard + ["-"], pcm: standard + raw + ["-"]),
      Contender("ffplay nobuffer", .tuned, needs: ["ffplay"], mp3: tuned + ["-"], pcm: tuned + raw + ["-"]),
    ]
  }

  private static var gstreamer: Contender {
    let source = ["gst-launch-1.0", "-q", "fdsrc", "fd=0", "!"]
    let sink = ["!", "pulsesink", "buffer-time=20000", "latency-time=5000"]
    let raw = ["rawaudioparse", "format=pcm", "pcm-format=s16le", "sample-rate=24000", "num-channels=1"]
    return Contender(
      "GStreamer 20/5 ms", .tuned, needs: ["gst-launch-1.0"],
      mp3: source + ["mpegaudioparse", "!", "mpg123audiodec"] + sink, pcm: source + raw + sink)
  }

  private static let mpg123 = Contender(
    mpg123Name, .standard, needs: ["mpg123"], mp3: ["mpg123", "-q", "-o", "pulse", "-"])

  private static let sox = Contender(
    "sox play", .standard, needs: ["play"], mp3: ["play", "-q", "-t", "mp3", "-"],
    pcm: ["play", "-q", "-t", "raw", "-r", "24000", "-e", "signed", "-b", "16", "-c", "1", "-"])

  private static var pacat: [Contender] {
    let raw = ["pacat", "--raw", "--rate=24000", "--channels=1", "--format=s16le"]
    return [
      Contender("pacat", .standard, needs: ["pacat"], pcm: raw),
      Contender("pacat 20 ms", .tuned, needs: ["pacat"], pcm: raw + ["--latency-msec=20"]),
    ]
  }
}
