using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Dirac.Installation;

/// <summary>The networks of <c>eng/netns</c>: an office that cannot be called, a gate, and a node that sees nothing else.</summary>
/// <remarks>Not thread-safe, but sockets may be made by any number of threads.</remarks>
public sealed partial class FarNetworks
{
    /// <summary>The office's address behind its router, which nobody else has a route to.</summary>
    public const string OfficeAddress = "192.168.77.2";

    /// <summary>The address that the office's calls seem to come from: its router's.</summary>
    public const string RouterAddress = "10.77.0.1";

    /// <summary>The gate's address as the office knows it.</summary>
    public const string GateAddress = "10.77.0.2";

    /// <summary>The gate's address as its node knows it.</summary>
    public const string InnerGateAddress = "10.88.0.1";

    /// <summary>The node's address, known to the gate only.</summary>
    public const string NodeAddress = "10.88.0.2";

    /// <summary>The office.</summary>
    public const string Office = "office";

    /// <summary>The gate.</summary>
    public const string Gate = "gate";

    /// <summary>The node.</summary>
    public const string Node = "node";

    private const int NewNetwork = 0x4000_0000;

    private readonly string _directory;
    private readonly string _name;

    private FarNetworks(string directory, string name) => (_directory, _name) = (directory, name);

    /// <summary>Makes them.</summary>
    /// <param name="directory">For what is remembered of them.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The networks, or why there can be none on this machine.</returns>
    public static async Task<(FarNetworks? Networks, string WhyNot)> StartAsync(string directory, CancellationToken cancellationToken)
    {
        var (code, output) = await EngScript.RunAsync([], "netns", ["start", directory], cancellationToken);
        return code switch
        {
            0 => (new FarNetworks(directory, output), ""),
            EngScript.NotHere => (null, output),
            _ => throw new InvalidOperationException($"The networks could not be made: {output}"),
        };
    }

    /// <summary>The words before a command line that is to run in one of them; the process stays the same.</summary>
    /// <param name="place">Which.</param>
    public IReadOnlyList<string> In(string place) => ["nsenter", $"--net={File(place)}"];

    /// <summary>The full name of one of them, as <c>ip netns</c> shows it.</summary>
    /// <param name="place">Which.</param>
    public string NameOf(string place) => $"{_name}-{place}";

    /// <summary>Makes a socket that belongs to one of them, whoever uses it.</summary>
    /// <param name="place">Which.</param>
    public async Task<Socket> OpenSocketAsync(string place)
    {
        var made = new TaskCompletionSource<Socket>(TaskCreationOptions.RunContinuationsAsynchronously);
        // A thread enters a network for good, so it is one of its own.
        new Thread(() => Open(made, File(place))) { IsBackground = true }.Start();
        return await made.Task;
    }

    /// <summary>Takes the office's line away.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task CutAsync(CancellationToken cancellationToken) => RunAsync("cut", cancellationToken);

    /// <summary>Gives the office its line back.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task MendAsync(CancellationToken cancellationToken) => RunAsync("mend", cancellationToken);

    /// <summary>Sends a signal to everything that runs in one of them.</summary>
    /// <param name="place">Which.</param>
    /// <param name="signal">Its name, such as STOP.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task SignalAsync(string place, string signal, CancellationToken cancellationToken)
    {
        var (code, output) = await Command.RunAsync(["/bin/sh", "-c", $"ip netns pids {NameOf(place)} | xargs kill -{signal}"], new Dictionary<string, string>(), cancellationToken);
        if (code != 0) throw new InvalidOperationException($"{signal} did not reach what runs in {NameOf(place)}: {output}");
    }

    /// <summary>Removes them, and ends what still runs in them.</summary>
    public Task StopAsync() => RunAsync("stop", CancellationToken.None);

    private async Task RunAsync(string verb, CancellationToken cancellationToken)
    {
        var (code, output) = await EngScript.RunAsync([], "netns", [verb, _directory], cancellationToken);
        if (code != 0) throw new InvalidOperationException($"eng/netns {verb} failed: {output}");
    }

    private string File(string place) => $"/run/netns/{NameOf(place)}";

    private static void Open(TaskCompletionSource<Socket> made, string network)
    {
        try
        {
            using var handle = System.IO.File.OpenHandle(network);
            if (SetNamespace(handle, NewNetwork) != 0) throw new Win32Exception(Marshal.GetLastPInvokeError());
            made.SetResult(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        }
        catch (Exception error)
        {
            made.SetException(error);
        }
    }

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int SetNamespace(SafeHandle network, int kind);
}
