using System.Runtime.InteropServices;
using Dirac.Client.Http;
using Dirac.Model.Errors;
using Dirac.Pilot.Node;
using Dirac.Pilot.Supervision;
using Dirac.Security.Local;
using Microsoft.Extensions.Logging;

namespace Dirac.Pilot.Hosting;

/// <summary>The command <c>dirac-pilot run</c>.</summary>
internal static class RunVerb
{
    private const int Refused = 1;
    private const int Misused = 2;
    private const int Stopped = 3;

    /// <summary>Runs the command.</summary>
    /// <returns>Exit code: 0 after a proper end, 1 when the pilot could not work, 2 for wrong arguments, 3 when the server ordered it to stop.</returns>
    internal static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments is ["--help" or "-h" or "help"] or ["run", "--help" or "-h"])
        {
            Console.WriteLine(PilotArguments.Usage);
            return 0;
        }

        if (arguments is not ["run", .. var rest])
        {
            await Console.Error.WriteLineAsync(PilotArguments.Usage);
            return Misused;
        }

        try
        {
            SupervisorProcesses.PrepareThisProcess();
            return await RunPilotAsync(PilotArguments.Parse(rest));
        }
        catch (Exception error) when (error is DiracException or ApiException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"dirac-pilot: {error.Message} {(error as DiracException)?.Advice ?? (error as ApiException)?.Reply.Advice}");
            return error is DiracException { Code: ErrorCode.BadRequest } ? Misused : Refused;
        }
    }

    private static async Task<int> RunPilotAsync(PilotOptions options)
    {
        if (await Console.In.ReadLineAsync() is not { Length: > 0 } secret)
        {
            throw new DiracException(ErrorCode.BadRequest, "The pilot's secret is missing.", "Give it as the first line of standard input.");
        }

        using var directory = WorkDirectory.Take(options.WorkDirectory);
        NodeTrust.EnsureHome(options.WorkDirectory);
        if (options.CaFile is { } authorities) NodeTrust.UseOnly(authorities);
        else NodeTrust.Use();
        var remote = new RemoteLog(secret, TimeProvider.System);
        using var logs = new LineLogger(TimeProvider.System, LogLevel.Information, remote.Add);
        using var pilot = new PilotProcess(options, secret, TimeProvider.System, logs)
        {
            RemoteLog = remote,
            Survey = NodeSurvey.Make(options, TimeProvider.System, logs),
        };
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Drain);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Drain);
        await pilot.RunAsync();
        return pilot.IsStopped ? Stopped : 0;

        void Drain(PosixSignalContext context)
        {
            context.Cancel = true;
            pilot.Drain();
        }
    }
}
