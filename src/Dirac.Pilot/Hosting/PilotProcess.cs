using Dirac.Client.Http;
using Dirac.Client.Identity;
using Dirac.Client.Pilots;
using Dirac.Client.Sandboxes;
using Dirac.Model.Api;
using Dirac.Model.Pilots;
using Dirac.Pilot.Attempts;
using Dirac.Pilot.Containers;
using Dirac.Pilot.Leases;
using Dirac.Pilot.Matching;
using Dirac.Pilot.Node;
using Dirac.Pilot.Payloads;
using Dirac.Pilot.Reports;
using Dirac.Pilot.Supervision;
using Microsoft.Extensions.Logging;

namespace Dirac.Pilot.Hosting;

/// <summary>A pilot from login to its last report.</summary>
internal sealed partial class PilotProcess : IDisposable
{
    private static readonly TimeSpan LastReports = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LastLines = TimeSpan.FromSeconds(5);

    private const string StopNow = "Now";

    private readonly PilotOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILoggerFactory _logs;
    private readonly ILogger<PilotProcess> _logger;
    private readonly LoginToken _token;
    private readonly ApiConnection _connection;
    private readonly PilotClient _client;
    private readonly CancellationTokenSource _draining = new();
    private readonly CancellationTokenSource _now = new();
    private volatile bool _endJobs;

    /// <summary>Prepares a pilot; nothing happens yet.</summary>
    /// <param name="options">What it was told.</param>
    /// <param name="secret">Exchanged for tokens.</param>
    /// <param name="clock">Tells the time.</param>
    /// <param name="logs">Where it writes.</param>
    internal PilotProcess(PilotOptions options, string secret, TimeProvider clock, ILoggerFactory logs)
    {
        (_options, _clock, _logs) = (options, clock, logs);
        _logger = logs.CreateLogger<PilotProcess>();
        var server = new ApiConnectionOptions { Url = options.Url, CaFile = options.CaFile, Through = options.Through };
        _token = new LoginToken(new PilotLogin(server, options.Stamp, secret).LoginAsync, clock);
        _connection = new ApiConnection(server, _token);
        _client = new PilotClient(_connection);
    }

    /// <summary>Where the log goes besides standard error.</summary>
    internal required RemoteLog RemoteLog { get; init; }

    /// <summary>Whether the server ordered the pilot to stop.</summary>
    internal bool IsStopped { get; private set; }

    /// <summary>Starts supervisors; tests give another build.</summary>
    internal SupervisorCommand Supervisors { get; init; } = SupervisorCommand.Self();

    /// <summary>What was found out about the node.</summary>
    internal required NodeSurvey Survey { get; init; }

    /// <summary>Takes no more jobs and ends when those that run have ended or their time is up; the second call ends everything now.</summary>
    internal void Drain()
    {
        if (_draining.IsCancellationRequested) _now.Cancel();
        _draining.Cancel();
    }

    /// <summary>Runs the pilot to its end.</summary>
    /// <exception cref="ApiException">The server refuses this pilot.</exception>
    internal async Task RunAsync()
    {
        var measuring = MeasureAsync();
        await Survey.Slot.ReadAsync(_draining.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!await new PilotHello(_options, _token, _client, _clock, _logs.CreateLogger<PilotHello>()).SayAsync(measuring, _draining.Token)) return;

        var cpuPower = await measuring;
        using var journal = new ReportJournal(WorkDirectory.Journal(_options.WorkDirectory));
        var outbox = new ReportOutbox(_client, journal, _clock, _logs.CreateLogger<ReportOutbox>());
        var leases = new LeaseKeeper(_client, _options, _clock, _logs.CreateLogger<LeaseKeeper>());
        outbox.Refused += leases.Lose;
        var agent = CreateAgent(cpuPower, leases, outbox);
        leases.Stopped += order => Obey(order, agent, leases);

        using var serving = new CancellationTokenSource();
        var services = Task.WhenAll(outbox.RunAsync(serving.Token), leases.RunAsync(serving.Token), RemoteLog.RunAsync(_client, _options.Stamp, serving.Token), Survey.Slot.RunAsync(serving.Token));
        var (reason, mayWait) = ("The pilot failed", false);
        try
        {
            reason = await agent.RunAsync(_draining.Token, _now.Token);
            IsStopped = agent.IsStopped;
            mayWait = !IsStopped;
        }
        catch (OperationCanceledException) when (_now.IsCancellationRequested)
        {
            reason = "Told by a second signal to end at once";
        }
        catch (Exception error)
        {
            reason = $"The pilot failed: {error.Message}";
            throw;
        }
        finally
        {
            await EndJobsAsync(agent, leases);
            await EndReportsAsync(outbox, mayWait ? leases.Left : TimeSpan.Zero, reason);
            await serving.CancelAsync();
            await services.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            using var limit = new CancellationTokenSource(LastLines, _clock);
            await RemoteLog.FinishAsync(_client, _options.Stamp, limit.Token);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _connection.Dispose();
        _token.Dispose();
    }

    // The login waits for the server meanwhile.
    private async Task<double> MeasureAsync()
    {
        var cpuPower = await Task.Run(CpuBenchmark.Measure);
        LogStart(_options.Stamp, _options.Site, Survey.Resources.Processors, cpuPower);
        return cpuPower;
    }

    private JobAgent CreateAgent(double cpuPower, LeaseKeeper leases, ReportOutbox outbox)
    {
        var slots = new Slots(new SlotShare(Survey.Resources.Processors, Survey.Resources.RamMegabytes, GpuSet.First(Survey.Resources.Gpus.Count)));
        IReadOnlyList<IPayloadCredentials> credentials = [new OwnerProxy(_client, _clock), new OwnerToken(_client, _clock, _logs.CreateLogger<OwnerToken>())];
        var node = new WorkerNode(
            _options, Survey, cpuPower, new SupervisorProcesses(Supervisors), new SandboxTransfer(new SandboxClient(_connection), _clock), Supervisors, credentials, _clock);
        var runner = new AttemptRunner(node, slots, leases, outbox, _logs.CreateLogger<AttemptRunner>());
        var resources = new OfferedResources(_options, cpuPower, Survey.Slot, ContainerEngines.Tags(Survey.Engines));
        return new JobAgent(_client, _options, slots, runner, resources, _clock, _logs.CreateLogger<JobAgent>());
    }

    private void Obey(PilotStop order, JobAgent agent, LeaseKeeper leases)
    {
        agent.StopFor(order.Reason);
        if (order.Mode != StopNow) return;
        _endJobs = true;
        leases.StopAll(new AttemptStop.Drained());
    }

    private async Task EndJobsAsync(JobAgent agent, LeaseKeeper leases)
    {
        // A job may have come in while the order did.
        if (_endJobs) leases.StopAll(new AttemptStop.Drained());
        using var grace = CancellationTokenSource.CreateLinkedTokenSource(_now.Token);
        using var limit = new CancellationTokenSource(_options.DrainGrace, _clock);
        using var chain = limit.Token.Register(grace.Cancel);
        if (_draining.IsCancellationRequested) await agent.AllEndedAsync().WaitAsync(grace.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        else await agent.AllEndedAsync().WaitAsync(_now.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        leases.StopAll(new AttemptStop.Drained());
        await agent.AllEndedAsync();
    }

    // A server that is away counts on reports for as long as their leases last; who tells the pilot to end does not wait for that. What cannot be delivered stays
    // in the journal for the next pilot of this directory.
    private async Task EndReportsAsync(ReportOutbox outbox, TimeSpan leaseLeft, string reason)
    {
        using var limit = new CancellationTokenSource(leaseLeft > LastReports ? leaseLeft : LastReports, _clock);
        try
        {
            using (_draining.Token.Register(() => limit.CancelAfter(LastReports))) await outbox.EmptyAsync(limit.Token);
            limit.CancelAfter(LastReports);
            await _client.UpdateAsync(_options.Stamp, new PilotMetadata { Status = nameof(PilotStatus.Done), StatusReason = reason }, limit.Token);
            LogEnd(reason);
        }
        catch (Exception error) when (error is OperationCanceledException or ApiException || ServerTrouble.Passes(error))
        {
            LogLastWordLost(reason, error.Message);
        }
    }

    [LoggerMessage(12_400, LogLevel.Information, "Pilot {Stamp} at {Site} starts with {Processors} processors of {CpuPower} HS06")]
    private partial void LogStart(string stamp, string site, int processors, double cpuPower);

    [LoggerMessage(12_402, LogLevel.Information, "The pilot ends: {Reason}")]
    private partial void LogEnd(string reason);

    [LoggerMessage(12_403, LogLevel.Warning, "The pilot ends ({Reason}) without having told the server everything: {Error}")]
    private partial void LogLastWordLost(string reason, string error);
}
