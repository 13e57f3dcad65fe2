using Dirac.Cli.Demo;

namespace Dirac.Cli.Tests.Demo;

public sealed class ExampleTests
{
    [Theory]
    [InlineData("pi = 3.14151 +- 0.00106 from 8 jobs and 2400000 darts\n", true)]
    [InlineData("pi = 3.14151 +- 0.00106 from 7 jobs and 2100000 darts\n", false)]
    [InlineData("pi = 3.15151 +- 0.00106 from 8 jobs and 2400000 darts\n", false)]
    [InlineData("pi = 3.14159 +- 0.00000 from 8 jobs and 0 darts\n", false)]
    [InlineData("no counts to merge\n", false)]
    public void MonteCarlo_Merged_MustBePiFromAllJobs(string merged, bool good) => Assert.Equal(good, MonteCarloExample.Judge(merged).Good);

    [Theory]
    [InlineData("processors: 2\nprimes below 60000: 6057\n", true)]
    [InlineData("processors: 1\nprimes below 60000: 6057\n", false)]
    [InlineData("processors: 2\nprimes below 60000: 6058\n", false)]
    [InlineData("", false)]
    public void Multicore_Output_MustNameTwoProcessorsAndTheCount(string output, bool good) => Assert.Equal(good, MulticoreExample.Judge(output).Good);

    [Theory]
    [InlineData("Failed", "Exit code 3", "calibrate: run-4711.cal is missing: add it", true)]
    [InlineData("Done", "Exit code 3", "calibrate: run-4711.cal is missing: add it", false)]
    [InlineData("Failed", "Exit code 4", "calibrate: run-4711.cal is missing: add it", false)]
    [InlineData("Failed", "Exit code 3", "", false)]
    public void Failing_Job_MustFailWithItsOwnReason(string status, string application, string errors, bool good) =>
        Assert.Equal(good, FailingExample.Judge(status, application, errors).Good);
}
