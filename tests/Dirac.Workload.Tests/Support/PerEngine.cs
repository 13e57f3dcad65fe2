using Dirac.Persistence;

namespace Dirac.Workload.Tests.Support;

/// <summary>Things that are costly to make: made once per engine by the first test that wants one, removed after the last test.</summary>
public abstract class PerEngine<T> : IAsyncDisposable
    where T : class, IAsyncDisposable
{
    private readonly Dictionary<Engine, T> _made = [];
    private readonly SemaphoreSlim _making = new(1);

    internal async Task<T> GetAsync(Engine engine)
    {
        await _making.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            return _made.TryGetValue(engine, out var known) ? known : _made[engine] = await MakeAsync(engine);
        }
        finally
        {
            _making.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var thing in _made.Values) await thing.DisposeAsync();
        _making.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Makes one. Skips the running test when the engine is not there.</summary>
    protected abstract Task<T> MakeAsync(Engine engine);
}
