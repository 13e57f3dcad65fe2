namespace Dirac.Cli.Demo;

/// <summary>A job on two processors; its workers can end only if they ran at the same time.</summary>
internal sealed class MulticoreExample : IExample
{
    /// <inheritdoc/>
    public string Title => "A job on two processors";

    /// <inheritdoc/>
    public string File => "multicore/primes.jdl";

    /// <inheritdoc/>
    public Task<Finding> CheckAsync(IReadOnlyList<DemoJob> jobs, string examples, CancellationToken cancellationToken) =>
        Task.FromResult(Judge(jobs is [var job] ? job.Read("std.out") : ""));

    /// <summary>Judges what the job printed.</summary>
    /// <param name="output">Its standard output.</param>
    public static Finding Judge(string output)
    {
        var lines = output.Split('\n');
        return lines.Contains("processors: 2") && lines.Contains("primes below 60000: 6057")
            ? new Finding(true, "two workers at once found the 6057 primes below 60000.")
            : new Finding(false, $"it should have counted with two processors, but printed '{output.Trim()}'.");
    }
}
