using Xunit.Sdk;
using Xunit.v3;

// Tests run side by side, those of one class too: each has a page of its own, in the one browser. More than cores: they mostly wait for it.
[assembly: Parallelization(Mode = ParallelMode.All, MaxThreads = 4)]
[assembly: AssemblyFixture(typeof(Makemore.Tests.Chromium))]
