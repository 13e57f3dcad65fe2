using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Dirac.Client.Http;
using Dirac.Model.Errors;
using Dirac.Pilot.Hosting;
using Microsoft.Extensions.Logging;

namespace Dirac.Pilot.Relays;

/// <summary>The command <c>dirac-pilot relay</c>. Its first line of standard output says that it listens, or that a relay does already.</summary>
internal static partial class RelayVerb
{
    private const int Refused = 1;
    private const int Misused = 2;
    private const int WaitingConnections = 512;

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
        using var file = RelayFile.TryTake(options.File);
        if (file is null)
        {
            Console.WriteLine($"A relay of this machine has {options.File} already.");
            return;
        }

        using var logs = new LineLogger(TimeProvider.System, LogLevel.Information, _ => { });
        var listener = await ListenAsync(options);
        var address = AddressOf(listener, Relay.NewKey());
        var logger = logs.CreateLogger(nameof(Relay));
        using var relay = new Relay(options, listener, address.Key, TimeProvider.System, logger);
        using var end = new CancellationTokenSource();
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        file.Write(address);
        Console.WriteLine($"Relays from {address} to {options.Target}.");
        await WorkAsync(relay.RunAsync(end.Token), () => Keep(file, address, logger), options.FileInterval, end);
        file.Withdraw(address);

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            end.Cancel();
        }
    }

    // Ends with the relay, or when another relay has the file.
    private static async Task WorkAsync(Task work, Func<bool> keep, TimeSpan interval, CancellationTokenSource end)
    {
        using var timer = new PeriodicTimer(interval);
        while (await Task.WhenAny(work, timer.WaitForNextTickAsync(CancellationToken.None).AsTask()) != work)
        {
            if (!keep()) await end.CancelAsync();
        }

        await work;
    }

    private static bool Keep(RelayFile file, RelayAddress address, ILogger logger)
    {
        try
        {
            return file.Keep(address);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            LogFileTrouble(logger, error.Message);
            return true;
        }
    }

    private static async Task<Socket> ListenAsync(RelayOptions options)
    {
        var addresses = await Dns.GetHostAddressesAsync(options.Host);
        // Hosts files often give a machine's own name a loopback address, which no node reaches.
        var address = addresses.FirstOrDefault(address => !IPAddress.IsLoopback(address)) ?? addresses.FirstOrDefault()
            ?? throw new DiracException(ErrorCode.BadRequest, $"{options.Host} has no address.", "Give this machine's address as nodes know it.");
        if (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)) throw new DiracException(ErrorCode.BadRequest, $"{options.Host} is no address that nodes could call.");
        var listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(new IPEndPoint(address, options.Port));
            listener.Listen(WaitingConnections);
            return listener;
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    // The address and not the name: nodes may resolve the name to another of the gate's addresses, where nobody listens.
    private static RelayAddress AddressOf(Socket listener, string key)
    {
        var local = (IPEndPoint)listener.LocalEndPoint!;
        return new RelayAddress(local.Address.ToString(), local.Port, key);
    }

    [LoggerMessage(12_502, LogLevel.Warning, "The relay's file cannot be looked at now: {Error}")]
    private static partial void LogFileTrouble(ILogger logger, string error);
}
