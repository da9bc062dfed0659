import Platform

endProgram(status: SimulatorProgram.run(arguments: Array(CommandLine.arguments.dropFirst())))
