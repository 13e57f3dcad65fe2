using Dirac.Configuration.Peers;
using Dirac.Configuration.Trees;
using Dirac.Hosting.Configuration;
using Dirac.Model.Errors;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dirac.Configuration.Fetching;

/// <summary>Looks for a newer configuration now and then: a client every RefreshTime, a slave every PropagationTime from its master, whom it tells that it is there.</summary>
/// <param name="remote">Looks.</param>
/// <param name="ownAddress">Where this process serves the configuration; null when it is no slave.</param>
/// <param name="peers">For telling the master.</param>
/// <param name="snapshots">How often.</param>
/// <param name="lifetime">When this process can be called.</param>
/// <param name="clock">The clock.</param>
/// <param name="log">The log.</param>
internal sealed partial class ConfigurationRefresher(
    RemoteConfiguration remote, string? ownAddress, IConfigurationPeers peers, IConfigurationSnapshots snapshots, IHostApplicationLifetime lifetime,
    TimeProvider clock, ILogger<ConfigurationRefresher> log) : BackgroundService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private string _lastProblem = "";

    private ConfigurationSettings Settings => new(snapshots.Current.Root);

    /// <summary>One look; a slave publishes itself after it.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            var problem = await remote.RefreshAsync(fromMaster: ownAddress is not null, cancellationToken);
            if (problem is null && ownAddress is not null && Settings.Publishes && remote.Master is { } master)
                await Patient.CallAsync(token => peers.PublishSlaveAsync(master, ownAddress, token), Patience, clock, cancellationToken);
            Note(problem);
        }
        catch (DiracException failure)
        {
            Note($"The master could not be told of this slave: {failure.Message}");
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested || error is not OperationCanceledException)
        {
            LogFailed(error);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The start has just looked; only the master does not know of this slave yet, and will call back.
        if (ownAddress is not null && await HasStartedAsync(stoppingToken)) await LookAsync(stoppingToken);
        while (true)
        {
            await Task.Delay(ownAddress is null ? Settings.RefreshTime : Settings.PropagationTime, clock, stoppingToken);
            await LookAsync(stoppingToken);
        }
    }

    private async Task<bool> HasStartedAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        return true;
    }

    // The same trouble every few minutes is one line.
    private void Note(string? problem)
    {
        if (problem is not null && problem != _lastProblem) LogProblem(problem);
        _lastProblem = problem ?? "";
    }

    [LoggerMessage(5532, LogLevel.Error, "The configuration may be old: {Problem}")]
    private partial void LogProblem(string problem);

    [LoggerMessage(5533, LogLevel.Error, "The configuration could not be looked for; it is tried again.")]
    private partial void LogFailed(Exception error);
}
