import Glibc

exit(SimulatorProgram.run(arguments: Array(CommandLine.arguments.dropFirst())))
