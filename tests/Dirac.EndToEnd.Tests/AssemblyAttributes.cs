using Xunit.Sdk;
using Xunit.v3;

// Every test runs several processes, and some wait for them under a limit.
[assembly: Parallelization(Mode = ParallelMode.None)]
