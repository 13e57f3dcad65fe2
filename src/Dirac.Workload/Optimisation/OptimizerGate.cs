namespace Dirac.Workload.Optimisation;

/// <summary>Lets a few bulks of jobs be optimised at a time in this process: one is read while another is written, and others get to write too.</summary>
internal sealed class OptimizerGate : IDisposable
{
    private const int AtOnce = 2;

    private readonly SemaphoreSlim _places = new(AtOnce);

    /// <summary>Runs <paramref name="workAsync"/> when there is a place.</summary>
    public async Task PassAsync(Func<Task> workAsync, CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken);
        try
        {
            await workAsync();
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose() => _places.Dispose();
}
