using System.Globalization;
using System.Security.Cryptography;
using Dirac.Cli.Shell;
using Dirac.Client.Pilots;
using Dirac.Model.Api;
using Dirac.Model.Pilots;

namespace Dirac.Cli.Local;

/// <summary>Keeps one pilot running on this machine for a local server.</summary>
/// <param name="server">The server it works for.</param>
/// <param name="pilots">That server, as somebody who may make pilot secrets.</param>
/// <param name="program">Path of dirac-pilot.</param>
/// <param name="settings">What it offers.</param>
/// <param name="clock">The clock of the pauses between starts.</param>
internal sealed class LocalPilot(LocalServer server, PilotClient pilots, string program, LocalPilotSettings settings, TimeProvider clock) : IAsyncDisposable
{
    private const int SecretLifetimeSeconds = 600;
    private const int ToldToStop = 3;
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(60);
    private readonly CancellationTokenSource _stopping = new();
    private Task _loop = Task.CompletedTask;

    /// <summary>Starts the first pilot; from then on another takes its place whenever one ends.</summary>
    /// <param name="note">Told in a sentence when a pilot could not work.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    public async Task StartAsync(Action<string> note, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(settings.WorkDirectory);
        var first = await StartOneAsync(cancellationToken);
        _loop = KeepRunningAsync(first, note, _stopping.Token);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _loop;
        _stopping.Dispose();
    }

    private async Task KeepRunningAsync(StartedPilot pilot, Action<string> note, CancellationToken stopping)
    {
        var pause = ShortestPause;
        while (true)
        {
            var started = clock.GetTimestamp();
            try
            {
                await pilot.Process.WaitAsync(stopping);
                var exitCode = pilot.Process.ExitCode;
                if (exitCode == ToldToStop)
                {
                    pause = LongestPause;
                    note($"The server told the pilot to stop; 'dirac pilot show {pilot.Stamp}' says why. Another starts in {pause.TotalSeconds:0} s.");
                }
                else
                {
                    pause = await AfterEndAsync(pilot, exitCode, started, pause, note, stopping);
                }

                await pilot.Process.DisposeAsync();
                pilot = await StartAgainAsync(pause, note, stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                await pilot.Process.StopAsync(DrainTime, clock);
                await pilot.Process.DisposeAsync();
                return;
            }
        }
    }

    private async Task<TimeSpan> AfterEndAsync(StartedPilot pilot, int exitCode, long started, TimeSpan pause, Action<string> note, CancellationToken stopping)
    {
        var next = exitCode == 0 || clock.GetElapsedTime(started) > LongestPause ? ShortestPause : Longer(pause);
        if (exitCode == 0) return next;
        note($"The pilot ended with exit code {exitCode}; another starts in {next.TotalSeconds:0} s. Its log is {pilot.Process.LogFile}.");
        await ReportDeadAsync(pilot, note, stopping);
        return next;
    }

    private async Task<StartedPilot> StartAgainAsync(TimeSpan pause, Action<string> note, CancellationToken stopping)
    {
        while (true)
        {
            await Task.Delay(pause, clock, stopping);
            try
            {
                return await StartOneAsync(stopping);
            }
            catch (Exception error) when (ErrorReport.For(error) is { } report)
            {
                pause = Longer(pause);
                note($"No pilot could be started: {report.Message} Another try in {pause.TotalSeconds:0} s.");
            }
        }
    }

    // The jobs of a pilot that is known to be dead need not wait for their leases to end.
    private async Task ReportDeadAsync(StartedPilot pilot, Action<string> note, CancellationToken stopping)
    {
        try
        {
            var change = new PilotMetadata { Status = nameof(PilotStatus.Aborted), StatusReason = $"Ended with exit code {pilot.Process.ExitCode}" };
            await pilots.UpdateAsync(pilot.Stamp, change, stopping);
        }
        catch (Exception error) when (ErrorReport.For(error) is { } report)
        {
            note($"The server could not be told that the pilot is dead; its jobs wait for their leases. {report.Message}");
        }
    }

    private async Task<StartedPilot> StartOneAsync(CancellationToken cancellationToken)
    {
        var stamp = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        var secret = await pilots.CreateSecretAsync(new PilotSecretRequest(server.Identity.Vo, settings.Site, 1, SecretLifetimeSeconds), cancellationToken);
        return new StartedPilot(LocalProcess.Start(program, Arguments(stamp), secret.Secret, settings.LogFile), stamp);
    }

    private string[] Arguments(string stamp)
    {
        string[] arguments =
        [
            "run",
            "--url", server.Options.Url.ToString(),
            "--stamp", stamp,
            "--site", settings.Site,
            "--ce", settings.ComputingElement,
            "--processors", settings.Processors.ToString(CultureInfo.InvariantCulture),
            "--work-dir", settings.WorkDirectory,
        ];
        return server.Options.CaFile is { } ca ? [.. arguments, "--ca", ca] : arguments;
    }

    private static TimeSpan Longer(TimeSpan pause) => pause * 2 < LongestPause ? pause * 2 : LongestPause;

    private sealed record StartedPilot(LocalProcess Process, string Stamp);
}
