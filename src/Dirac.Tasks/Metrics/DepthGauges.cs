using System.Diagnostics.Metrics;
using Dirac.Tasks.Administration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dirac.Tasks.Metrics;

/// <summary>The numbers of what stands in the tables, for those who decide how many processes there should be. Counts only while somebody listens.</summary>
/// <remarks>Every process that runs tasks tells the same numbers, those of all databases: take the greatest, not the sum.</remarks>
internal sealed partial class DepthGauges : BackgroundService
{
    // Counting reads the whole queue. Listeners ask once in 10 to 60 seconds.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly TaskOverview _overview;
    private readonly TimeProvider _time;
    private readonly ILogger<DepthGauges> _logger;
    private readonly Instrument[] _instruments;

    private volatile IReadOnlyList<TaskKind> _kinds = [];

    public DepthGauges(TaskOverview overview, TimeProvider time, ILogger<DepthGauges> logger)
    {
        _overview = overview;
        _time = time;
        _logger = logger;
        _instruments =
        [
            Gauge("dirac.tasks.due", "{task}", "Tasks that are due and not begun.", kind => kind.Depth.Due),
            Gauge("dirac.tasks.oldest_due", "s", "For how long the oldest due task has been waiting; of kinds that are not paused.", OldestDue),
            Gauge("dirac.tasks.running", "{task}", "Tasks that some process runs.", kind => kind.Depth.Running),
            Gauge("dirac.tasks.later", "{task}", "Tasks to be begun later: delayed, between two attempts, or with a turn at a rate.", kind => kind.Depth.Later),
            Gauge("dirac.tasks.blocked", "{task}", "Tasks that are due and wait for a lock or limit.", kind => kind.Depth.Blocked),
            Gauge("dirac.tasks.dead", "{task}", "Tasks that were given up and wait for an operator.", kind => kind.Dead),
        ];
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            if (_instruments.Any(instrument => instrument.Enabled))
                await CountAsync(stoppingToken);
            await Task.Delay(Interval, _time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task CountAsync(CancellationToken cancellationToken)
    {
        try
        {
            _kinds = await _overview.KindsAsync(cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested || exception is not OperationCanceledException)
        {
            // Old numbers would hide that nobody knows.
            _kinds = [];
            LogNotCounted(exception);
        }
        catch (OperationCanceledException)
        {
            return;
        }
    }

    private ObservableGauge<double> Gauge(string name, string unit, string description, Func<TaskKind, double> value) => TaskMeter.Meter.CreateObservableGauge(
        name,
        () => _kinds.Select(kind => new Measurement<double>(value(kind), Tags(kind))),
        unit,
        description);

    private static double OldestDue(TaskKind kind) => kind.Pause is null ? kind.Depth.OldestDueMs / 1000.0 : 0;

    private static KeyValuePair<string, object?>[] Tags(TaskKind kind) =>
        [new("task", kind.Name), new("database", kind.Database), new("size", kind.Definition?.Size.ToString() ?? "")];

    [LoggerMessage(4321, LogLevel.Warning, "The tasks could not be counted for those who measure; it is tried again.")]
    private partial void LogNotCounted(Exception exception);
}
