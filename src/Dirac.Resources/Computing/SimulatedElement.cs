using System.Collections.Concurrent;
using System.Globalization;
using Dirac.Model.Pilots;

namespace Dirac.Resources.Computing;

/// <summary>A computing element that starts nothing: it says of pilots that they wait, run and end after given times. For benchmarks, and to see what limits and shares would do. Thread-safe.</summary>
internal sealed class SimulatedElement : IComputingElement
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _pilots = new(StringComparer.Ordinal);
    private readonly TimeProvider _clock;
    private readonly TimeSpan _wait;
    private readonly TimeSpan _run;
    private readonly TimeSpan _latency;
    private readonly string? _file;

    /// <summary>Makes one.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="words">Its times, as <c>wait=5</c>, <c>run=600</c> (seconds), <c>latency=20</c> (milliseconds of every call), and <c>log=FILE</c>, to which every call is written.</param>
    /// <param name="clock">Tells the time.</param>
    public SimulatedElement(string name, IReadOnlyList<string> words, TimeProvider clock)
    {
        Name = name;
        _clock = clock;
        _wait = TimeSpan.FromSeconds(Number(words, "wait", 5));
        _run = TimeSpan.FromSeconds(Number(words, "run", 600));
        _latency = TimeSpan.FromMilliseconds(Number(words, "latency", 20));
        _file = words.FirstOrDefault(word => word.StartsWith("log=", StringComparison.Ordinal))?[4..];
    }

    public string Name { get; }

    public async Task<CECapacity> GetCapacityAsync(CancellationToken cancellationToken)
    {
        await AnswerAsync("capacity", cancellationToken).ConfigureAwait(false);
        var statuses = _pilots.Keys.Select(stamp => See(stamp).Status).ToList();
        return new CECapacity(statuses.Count(status => status == PilotStatus.Running), statuses.Count(status => status == PilotStatus.Waiting));
    }

    public async Task<IReadOnlyList<PilotHandle>> SubmitAsync(PilotOrder order, CancellationToken cancellationToken)
    {
        await AnswerAsync("submit", cancellationToken).ConfigureAwait(false);
        foreach (var pilot in order.Pilots) _pilots[pilot.Stamp] = _clock.GetUtcNow();
        return await FindAsync([.. order.Pilots.Select(pilot => pilot.Stamp)], cancellationToken).ConfigureAwait(false);
    }

    public Task<IReadOnlyList<PilotHandle>> FindAsync(IReadOnlyCollection<string> stamps, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<PilotHandle>>([.. stamps.Where(_pilots.ContainsKey).Select(stamp => new PilotHandle(stamp, $"simulated://{Name}/{stamp}"))]);

    public async Task<IReadOnlyDictionary<string, PilotSighting>> GetStatusAsync(IReadOnlyCollection<PilotHandle> pilots, CancellationToken cancellationToken)
    {
        await AnswerAsync("status", cancellationToken).ConfigureAwait(false);
        return pilots.ToDictionary(pilot => pilot.Stamp, pilot => See(pilot.Stamp), StringComparer.Ordinal);
    }

    public Task CancelAsync(IReadOnlyCollection<PilotHandle> pilots, bool firmly, CancellationToken cancellationToken) => CleanAsync(pilots, cancellationToken);

    public async Task<IReadOnlyDictionary<string, PilotPrint>> GetOutputAsync(IReadOnlyCollection<PilotHandle> pilots, int mostBytes, CancellationToken cancellationToken)
    {
        await AnswerAsync("output", cancellationToken).ConfigureAwait(false);
        return new Dictionary<string, PilotPrint>();
    }

    public async Task CleanAsync(IReadOnlyCollection<PilotHandle> pilots, CancellationToken cancellationToken)
    {
        await AnswerAsync("clean", cancellationToken).ConfigureAwait(false);
        foreach (var pilot in pilots) _pilots.TryRemove(pilot.Stamp, out _);
    }

    private PilotSighting See(string stamp)
    {
        if (!_pilots.TryGetValue(stamp, out var submitted)) return new PilotSighting(PilotStatus.Aborted, "The simulation does not know it any more");
        var age = _clock.GetUtcNow() - submitted;
        return new PilotSighting(age < _wait ? PilotStatus.Waiting : age < _wait + _run ? PilotStatus.Running : PilotStatus.Done);
    }

    private async Task AnswerAsync(string call, CancellationToken cancellationToken)
    {
        if (_file is not null)
        {
            // Whole lines of few bytes: several elements may write to one file.
            var line = string.Create(CultureInfo.InvariantCulture, $"{_clock.GetUtcNow().ToUnixTimeMilliseconds()} {Name} {call}\n");
            await using var log = new FileStream(_file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
            await log.WriteAsync(System.Text.Encoding.ASCII.GetBytes(line), cancellationToken).ConfigureAwait(false);
        }

        await Task.Delay(_latency, _clock, cancellationToken).ConfigureAwait(false);
    }

    private static double Number(IReadOnlyList<string> words, string name, double usual) =>
        words.FirstOrDefault(word => word.StartsWith(name + "=", StringComparison.Ordinal)) is { } word
        && double.TryParse(word.AsSpan(name.Length + 1), CultureInfo.InvariantCulture, out var number) && number is >= 0 and < 1e8 ? number : usual;
}
