// What a program that plays speech needs is spread over the targets that do the work; one import brings all of it.
@_exported public import AudioTypes
@_exported public import Playback
@_exported public import SpeechAPI
