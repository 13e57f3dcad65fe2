using System.Collections.Concurrent;
using System.Security.Cryptography;
using Dirac.Resources.Batch;
using Dirac.Resources.Looks;
using Dirac.Resources.Shells;
using Dirac.Resources.Ssh;

namespace Dirac.Resources.Computing;

/// <summary>Makes computing elements. Those at one host share one connection. Thread-safe.</summary>
public sealed class ComputingElements : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, SshConnection> _connections = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(SshConnection Connection, string Area, string Name), WayBack> _waysBack = new();
    private readonly ConcurrentDictionary<string, SimulatedElement> _simulated = new(StringComparer.Ordinal);
    private readonly SshSockets _sockets;
    private readonly SshSettings _settings;
    private readonly TimeProvider _clock;

    /// <summary>Opens nothing yet.</summary>
    /// <param name="sockets">Where control sockets are.</param>
    /// <param name="settings">How OpenSSH is used.</param>
    /// <param name="clock">Measures limits and pauses.</param>
    public ComputingElements(SshSockets sockets, SshSettings settings, TimeProvider clock) => (_sockets, _settings, _clock) = (sockets, settings, clock);

    /// <summary>An element by its options.</summary>
    /// <param name="options">How it is reached and used.</param>
    public IComputingElement Of(CEOptions options) => options.IsSimulated
        ? _simulated.GetOrAdd(options.Name, _ => new SimulatedElement(options.Name, options.SubmitOptions, _clock))
        : new BatchElement(options.Name, ShellOf(options), BatchOf(options), options.SharedArea);

    /// <summary>Lets nodes of an element call this machine: its host listens on a socket, whose traffic comes here. Repeating it changes nothing.</summary>
    /// <param name="options">The element; it must be reached by SSH.</param>
    /// <param name="name">Tells this installation's socket from others' in the element's directory.</param>
    /// <param name="port">Port of this machine's loopback address.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Path of the socket on the host.</returns>
    /// <exception cref="ComputingElementException">The host cannot be reached or allows no forwards.</exception>
    public Task<string> OpenWayBackAsync(CEOptions options, string name, int port, CancellationToken cancellationToken) =>
        _waysBack.GetOrAdd((ConnectionTo(options.Ssh!), options.SharedArea, name), key => new WayBack(key.Connection, key.Area, key.Name)).OpenAsync(port, cancellationToken);

    /// <summary>Lets nodes call this machine that see the element's host and its file system only. Repeating it changes nothing.</summary>
    /// <param name="options">The element; it must be reached by SSH.</param>
    /// <param name="name">Tells this installation's relay from others' in the element's directory.</param>
    /// <param name="port">Port of this machine's loopback address.</param>
    /// <param name="gateAddress">The host's name or address as its nodes know it; <c>:PORT</c> after it fixes the port.</param>
    /// <param name="program">The pilot's program, which the relay is part of.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Path on the host of the file with which pilots find the relay: <c>dirac-pilot run --through relay:FILE</c>.</returns>
    /// <exception cref="ComputingElementException">The host cannot be reached or allows no forwards, or the relay does not start.</exception>
    public async Task<string> OpenRelayAsync(CEOptions options, string name, int port, string gateAddress, PilotFile program, CancellationToken cancellationToken)
    {
        var socket = await OpenWayBackAsync(options, name, port, cancellationToken).ConfigureAwait(false);
        return await new GateRelay(options.Name, ShellOf(options), options.SharedArea).ListenAsync(socket, gateAddress, program, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lets nodes call this machine that share files with the element's host, and have no network at all. Repeating it changes nothing.</summary>
    /// <param name="options">The element.</param>
    /// <param name="name">Tells this installation's relay from others' in the element's directory.</param>
    /// <param name="server">The server's address: of this machine's loopback when the element is reached by SSH.</param>
    /// <param name="program">The pilot's program, which the relay is part of.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Path on the host of the directory in which pilots find the relay: <c>dirac-pilot run --through files:DIR</c>.</returns>
    /// <exception cref="ComputingElementException">The host cannot be reached or allows no forwards, or the relay does not start.</exception>
    public async Task<string> OpenFilesAsync(CEOptions options, string name, Uri server, PilotFile program, CancellationToken cancellationToken)
    {
        var target = options.Ssh is null
            ? $"tcp:{server.Host}:{server.Port}"
            : $"unix:{await OpenWayBackAsync(options, name, server.Port, cancellationToken).ConfigureAwait(false)}";
        return await new GateRelay(options.Name, ShellOf(options), options.SharedArea).ShareAsync(target, name, program, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Looks at the host of an element: its size, its tools, its batch system.</summary>
    /// <param name="options">How it is reached.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ComputingElementException">It cannot be asked, or its batch system does not answer.</exception>
    public Task<HostFacts> LookAsync(CEOptions options, CancellationToken cancellationToken) =>
        HostLook.RunAsync(ShellOf(options), options.SharedArea, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6)), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var way in _waysBack.Values) way.Dispose();
        foreach (var connection in _connections.Values) await connection.DisposeAsync().ConfigureAwait(false);
    }

    private IShell ShellOf(CEOptions options) => options.Ssh is { } target ? ConnectionTo(target) : new LocalShell(new HostProgram(_clock), _settings.CallLimit);

    private SshConnection ConnectionTo(SshTarget target) => _connections.GetOrAdd(
        string.Join('\n', target.Words()), _ => new SshConnection(target, _sockets.Of(target), LoginCommand(target), _settings, _clock));

    // Sites are logged in to by the host's name, which every site of it shares.
    private static string LoginCommand(SshTarget target) => $"dirac site login {target.Host}";

    private static IBatchSystem BatchOf(CEOptions options) => options.Queues
        ? new SlurmBatch(new SlurmOptions { Partition = options.Partition, Account = options.Account, Qos = options.Qos, Constraint = options.Constraint, More = options.SubmitOptions })
        : new HostBatch();
}
