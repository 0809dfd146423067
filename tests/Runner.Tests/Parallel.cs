using Xunit.Sdk;
using Xunit.v3;

// Tests run side by side, those of one class too: each has processes and a folder of its own.
[assembly: Parallelization(Mode = ParallelMode.All)]
