namespace Dirac.Benchmarks;

/// <summary>Something measured.</summary>
internal interface IBenchmark
{
    /// <summary>Measures, in an empty folder.</summary>
    /// <param name="directory">For servers' data.</param>
    /// <param name="options">The command line.</param>
    /// <param name="figures">Takes what was found.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task RunAsync(string directory, BenchmarkOptions options, Figures figures, CancellationToken cancellationToken);
}
