using Xunit.Sdk;
using Xunit.v3;

// Tests run side by side, those of one class too: each has a page of its own, in the one browser.
[assembly: Parallelization(Mode = ParallelMode.All)]
[assembly: AssemblyFixture(typeof(Makemore.Tests.Chromium))]
