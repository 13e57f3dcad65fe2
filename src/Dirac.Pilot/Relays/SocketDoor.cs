using System.Net;
using System.Net.Sockets;
using Dirac.Client.Http;
using Dirac.Model.Errors;
using Microsoft.Extensions.Logging;

namespace Dirac.Pilot.Relays;

/// <summary>The door for nodes that reach this machine by network: an address, and the file that tells of it.</summary>
internal sealed partial class SocketDoor : IRelayDoor
{
    private const int WaitingConnections = 512;

    private readonly RelayOptions _options;
    private readonly RelayFile _file;
    private readonly RelayAddress _address;
    private readonly Relay _relay;
    private readonly ILogger _logger;

    private SocketDoor(RelayOptions options, RelayFile file, RelayAddress address, Relay relay, ILogger logger) =>
        (_options, _file, _address, _relay, _logger) = (options, file, address, relay, logger);

    /// <inheritdoc/>
    public string Address => _address.ToString();

    /// <summary>Listens, and tells so in the file.</summary>
    /// <param name="options">Where, and where traffic goes.</param>
    /// <param name="load">Counts connections.</param>
    /// <param name="clock">Measures patience.</param>
    /// <param name="logger">Where trouble is told.</param>
    /// <returns>Null when a relay of this machine has the file.</returns>
    /// <exception cref="DiracException">BadRequest: the address is none.</exception>
    /// <exception cref="SocketException">It is not this machine's, or in use.</exception>
    internal static async Task<SocketDoor?> TryOpenAsync(RelayOptions options, RelayLoad load, TimeProvider clock, ILogger logger)
    {
        if (RelayFile.TryTake(options.File!) is not { } file) return null;
        try
        {
            var listener = await ListenAsync(options).ConfigureAwait(false);
            var address = AddressOf(listener, Relay.NewKey());
            var door = new SocketDoor(options, file, address, new Relay(options, load, listener, address.Key, clock, logger), logger);
            file.Write(address);
            return door;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var work = _relay.RunAsync(end.Token);
        using var timer = new PeriodicTimer(_options.FileInterval);
        while (await Task.WhenAny(work, timer.WaitForNextTickAsync(CancellationToken.None).AsTask()).ConfigureAwait(false) != work)
        {
            if (!Keep()) await end.CancelAsync().ConfigureAwait(false);
        }

        await work.ConfigureAwait(false);
        _file.Withdraw(_address);
    }

    public void Dispose()
    {
        _relay.Dispose();
        _file.Dispose();
    }

    private bool Keep()
    {
        try
        {
            return _file.Keep(_address);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            LogFileTrouble(error.Message);
            return true;
        }
    }

    private static async Task<Socket> ListenAsync(RelayOptions options)
    {
        var addresses = await Dns.GetHostAddressesAsync(options.Host!).ConfigureAwait(false);
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
    private partial void LogFileTrouble(string error);
}
