using System.Diagnostics.Metrics;

namespace Dirac.Benchmarks.Tasks;

/// <summary>How large the pool of small tasks is, as the metrics tell.</summary>
internal sealed class PoolWatch : IDisposable
{
    private readonly MeterListener _listener = new();
    private int _size;

    public PoolWatch()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "dirac.tasks.pool.size") listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<int>((_, value, _, _) => _size = value);
        _listener.Start();
    }

    /// <summary>Its size now.</summary>
    public int Read()
    {
        _listener.RecordObservableInstruments();
        return _size;
    }

    public void Dispose() => _listener.Dispose();
}
