// What a program that plays speech needs is spread over the targets that do the work; one import brings all of it. What only
// those targets need of each other is `package` access.
@_exported public import AudioDecoding
@_exported public import AudioTypes
@_exported public import FileOutput
@_exported public import HTTPStreaming
@_exported public import Narration
@_exported public import Playback
@_exported public import Prebuffering
@_exported public import PulseOutput
@_exported public import Seaming
@_exported public import SpeechAPI
@_exported public import TextSegmentation
