using Makemore.Runner;

Screen.OpenPipe();
return CommandLine.Run(args);
