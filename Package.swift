// swift-tools-version: 6.2
import PackageDescription

/// Every Swift target is built under the same rules; a warning is an error.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func program(
  _ name: String, path: String? = nil, _ dependencies: [Target.Dependency], embedding files: [String] = []
) -> Target {
  .executableTarget(
    name: name, dependencies: dependencies, path: path, resources: files.map { .embedInCode($0) }, swiftSettings: strict
  )
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

func systemLibrary(_ name: String, apt package: String? = nil) -> Target {
  .systemLibrary(name: name, providers: package.map { [.apt([$0])] })
}

// The order of the targets is the order of the data path.
let package = Package(
  name: "Gust",
  products: [
    .library(name: "Gust", targets: ["Gust"]),
    .executable(name: "gust", targets: ["gust-cli"]),
    .executable(name: "gust-demo", targets: ["gust-demo"]),
    .executable(name: "gust-simulator", targets: ["gust-simulator"]),
    .executable(name: "gust-bench", targets: ["gust-bench"]),
  ],
  targets: [
    systemLibrary("CLinux"),
    systemLibrary("CJansson", apt: "libjansson-dev"),
    systemLibrary("CCurl", apt: "libcurl4-openssl-dev"),
    systemLibrary("CMpg123", apt: "libmpg123-dev"),
    .target(name: "CLateLoading"),
    .target(name: "CPulse", dependencies: ["CLateLoading"]),
    .target(name: "CFLAC", dependencies: ["CLateLoading"]),
    .target(name: "COgg", dependencies: ["CLateLoading"]),
    .target(name: "COpus", dependencies: ["CLateLoading"]),
    .target(name: "CAVCodec", dependencies: ["CLateLoading"]),

    library("AudioTypes"),
    library("Platform", ["CLinux"]),
    library("JSON", ["CJansson"]),
    library("SpeechAPI", ["AudioTypes", "JSON"]),
    library("RingBuffer", ["AudioTypes"]),
    library("HTTPStreaming", ["CCurl", "AudioTypes", "RingBuffer", "Platform"]),
    library("AudioDecoding", ["CMpg123", "CFLAC", "COgg", "COpus", "CAVCodec", "AudioTypes"]),
    library("PulseOutput", ["CPulse", "AudioTypes", "Platform"]),
    library("FileOutput", ["AudioTypes", "RingBuffer", "Platform"]),
    library("Prebuffering", ["AudioTypes"]),
    library("Seaming", ["AudioTypes"]),
    library(
      "Playback",
      [
        "AudioTypes", "Platform", "SpeechAPI", "RingBuffer", "HTTPStreaming", "AudioDecoding", "PulseOutput",
        "FileOutput", "Prebuffering", "Seaming",
      ]),
    library(
      "Gust",
      [
        "AudioTypes", "Platform", "SpeechAPI", "HTTPStreaming", "AudioDecoding", "PulseOutput", "FileOutput",
        "Prebuffering", "Seaming", "Playback",
      ]),
    library(
      "LatencyReporting", ["AudioTypes", "JSON", "Platform", "SpeechAPI", "HTTPStreaming", "Playback", "Seaming"]),
    program("gust-cli", ["FileOutput", "Gust", "JSON", "LatencyReporting", "Platform"]),

    // Stand-ins for the service and the sound server, for demo, tests and benchmarks only.
    systemLibrary("CMicrohttpd", apt: "libmicrohttpd-dev"),
    systemLibrary("CLame", apt: "libmp3lame-dev"),
    systemLibrary("CEspeak", apt: "libespeak-ng-dev"),
    library("BreezeSimulator", ["CMicrohttpd", "CLame", "CEspeak", "AudioTypes"]),
    program("gust-simulator", ["BreezeSimulator", "Platform"]),
    library("PulseHarness", ["AudioTypes"]),
    program("gust-demo", ["Gust", "LatencyReporting", "BreezeSimulator", "Platform", "PulseHarness"]),
    program(
      "gust-bench", path: "Benchmarks",
      [
        "AudioDecoding", "AudioTypes", "BreezeSimulator", "CLinux", "Gust", "Platform", "Prebuffering", "PulseHarness",
        "RingBuffer",
      ],
      embedding: ["Decode/Rivals/mpg123loop.c"]
        + ["boost.cpp", "jack.cpp", "laps.hpp", "plain.cpp"].map { "Ring/Rivals/" + $0 }),

    tests("AudioTypesTests", ["AudioTypes"]),
    tests("PlatformTests", ["CLinux", "Platform", "PulseHarness"]),
    tests("RingBufferTests", ["AudioTypes", "RingBuffer"]),
    tests("JSONTests", ["JSON"]),
    tests("SpeechAPITests", ["JSON", "SpeechAPI"]),
    tests("HTTPStreamingTests", ["AudioTypes", "HTTPStreaming", "RingBuffer"]),
    tests("AudioDecodingTests", ["AudioDecoding"]),
    tests("PulseOutputTests", ["PulseOutput", "PulseHarness"]),
    tests("FileOutputTests", ["AudioTypes", "FileOutput", "PulseHarness", "RingBuffer"]),
    tests(
      "PlaybackTests",
      [
        "AudioDecoding", "AudioTypes", "HTTPStreaming", "Playback", "Prebuffering", "PulseHarness", "PulseOutput",
        "RingBuffer", "Seaming", "SpeechAPI",
      ]),
    tests("PrebufferingTests", ["AudioTypes", "Prebuffering"]),
    tests("SeamingTests", ["AudioDecoding", "AudioTypes", "BreezeSimulator", "PulseHarness", "Seaming"]),
    tests("GustTests", ["Gust", "PulseHarness", "SpeechAPI"]),
    tests("LatencyReportingTests", ["AudioTypes", "HTTPStreaming", "LatencyReporting", "Playback", "Seaming"]),
    tests("CommandLineTests", ["AudioTypes", "Gust", "SpeechAPI", "gust-cli"]),
    tests("BreezeSimulatorTests", ["BreezeSimulator"]),
    // Runs the programs, which must therefore be built.
    tests("EndToEndTests", ["Gust", "gust-cli", "gust-bench", "gust-simulator", "BreezeSimulator", "PulseHarness"]),
    tests(
      "BenchmarkTests", ["AudioTypes", "BreezeSimulator", "Gust", "Prebuffering", "PulseHarness", "gust-bench"]),
  ]
)

// Links only with `-sanitize=fuzzer`: .ci/fuzz asks for it.
if Context.environment["GUST_FUZZ"] != nil {
  package.targets.append(
    program(
      "gust-fuzz", path: "Tests/Fuzzing", ["AudioDecoding", "AudioTypes", "HTTPStreaming", "Prebuffering", "SpeechAPI"])
  )
}
