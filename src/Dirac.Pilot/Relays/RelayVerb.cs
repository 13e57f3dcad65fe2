using System.Net.Sockets;
using System.Runtime.InteropServices;
using Dirac.Model.Errors;
using Dirac.Pilot.Hosting;
using Microsoft.Extensions.Logging;

namespace Dirac.Pilot.Relays;

/// <summary>The command <c>dirac-pilot relay</c>. Its first line of standard output says that it works, or that a relay does already.</summary>
internal static class RelayVerb
{
    private const int Refused = 1;
    private const int Misused = 2;

    /// <summary>Runs the command.</summary>
    /// <returns>Exit code: 0 after a proper end or when a relay runs already, 1 when it could not work, 2 for wrong arguments.</returns>
    internal static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments is ["--help" or "-h" or "help"])
        {
            Console.WriteLine(RelayArguments.Usage);
            return 0;
        }

        try
        {
            await RelayAsync(RelayArguments.Parse(arguments));
            return 0;
        }
        catch (Exception error) when (error is DiracException or IOException or UnauthorizedAccessException or SocketException)
        {
            await Console.Error.WriteLineAsync($"dirac-pilot relay: {error.Message} {(error as DiracException)?.Advice}");
            return error is DiracException { Code: ErrorCode.BadRequest } ? Misused : Refused;
        }
    }

    private static async Task RelayAsync(RelayOptions options)
    {
        using var logs = new LineLogger(TimeProvider.System, LogLevel.Information, _ => { });
        var logger = logs.CreateLogger(nameof(Relay));
        using var load = new RelayLoad(options, TimeProvider.System);
        using var socket = options.Host is null ? null : await SocketDoor.TryOpenAsync(options, load, TimeProvider.System, logger);
        if (options.Host is not null && socket is null) Taken(options.File!);
        else
        {
            using var files = options.Files is null ? null : FilesDoor.TryOpen(options, load, TimeProvider.System, logger);
            if (options.Files is not null && files is null) Taken(options.Files);
            else await WorkAsync(options, load, [.. new IRelayDoor?[] { socket, files }.OfType<IRelayDoor>()]);
        }
    }

    private static void Taken(string what) => Console.WriteLine($"A relay of this machine has {what} already.");

    // Ends when nobody needs the relay, or when another has one of its doors.
    private static async Task WorkAsync(RelayOptions options, RelayLoad load, IReadOnlyList<IRelayDoor> doors)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(load.Idle);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        Console.WriteLine($"Relays from {string.Join(" and ", doors.Select(door => door.Address))} to {options.Target}.");
        var work = doors.Select(door => door.RunAsync(end.Token)).ToList();
        await Task.WhenAny(work);
        await end.CancelAsync();
        await Task.WhenAll(work);

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            end.Cancel();
        }
    }
}
