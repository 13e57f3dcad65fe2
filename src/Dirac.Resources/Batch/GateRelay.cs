using System.Security.Cryptography;
using Dirac.Resources.Computing;
using Dirac.Resources.Shells;

namespace Dirac.Resources.Batch;

/// <summary>The relay on a gate, for nodes that see the gate, or its file system only. Thread-safe.</summary>
/// <param name="name">The computing element's name.</param>
/// <param name="shell">The gate's shell.</param>
/// <param name="area">Directory on the gate, shared with the nodes.</param>
internal sealed class GateRelay(string name, IShell shell, string area)
{
    private readonly ProgramStore _programs = new(name, shell, area);

    /// <summary>Starts a relay that nodes call, unless one runs.</summary>
    /// <param name="socket">Path on the gate of the socket that leads to the server.</param>
    /// <param name="gateAddress">The gate's name or address as nodes know it, with a port perhaps.</param>
    /// <param name="program">The pilot's program, which the relay is part of.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Path of the file that tells pilots where the relay is.</returns>
    /// <exception cref="ComputingElementException">It does not start, or the gate cannot be reached.</exception>
    public Task<string> ListenAsync(string socket, string gateAddress, PilotFile program, CancellationToken cancellationToken) => OpenAsync(
        $"place={ShellText.Quote(socket + ".relay")}",
        $"--to {ShellText.Quote("unix:" + socket)} --listen {ShellText.Quote(gateAddress)} --file \"$place\"",
        $"Is {gateAddress} an address of the gate? Its log is {socket}.relay.log there.",
        program,
        cancellationToken);

    /// <summary>Starts a relay that shares a directory with nodes, unless one runs.</summary>
    /// <param name="target">How the gate reaches the server: <c>unix:SOCKET</c> or <c>tcp:HOST:PORT</c>.</param>
    /// <param name="installation">Tells this installation's directory from others'.</param>
    /// <param name="program">The pilot's program, which the relay is part of.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Path of the directory.</returns>
    /// <exception cref="ComputingElementException">It does not start, or the gate cannot be reached.</exception>
    public Task<string> ShareAsync(string target, string installation, PilotFile program, CancellationToken cancellationToken) => OpenAsync(
        $"mkdir -p \"$area/gate\" && place=\"$(cd \"$area/gate\" && pwd -P)\"/{ShellText.Quote(installation + "-files")} || fail \"$area/gate cannot be made\"",
        $"--to {ShellText.Quote(target)} --files \"$place\"",
        $"Its log is {area}/gate/{installation}-files.log there.",
        program,
        cancellationToken);

    private async Task<string> OpenAsync(string place, string arguments, string advice, PilotFile program, CancellationToken cancellationToken)
    {
        if (await TryStartAsync(place, arguments, advice, program, cancellationToken).ConfigureAwait(false) is { } there) return there;
        await _programs.SendAsync(program, cancellationToken).ConfigureAwait(false);
        return await TryStartAsync(place, arguments, advice, program, cancellationToken).ConfigureAwait(false)
            ?? throw new ComputingElementException(CETrouble.TryAgain, $"{name} does not find the pilot it has just been given.");
    }

    // Null when the program is not on the gate. A relay that runs is found by its lock, so starting another is how to ask for one.
    private async Task<string?> TryStartAsync(string place, string arguments, string advice, PilotFile program, CancellationToken cancellationToken)
    {
        var mark = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
        var reply = await shell.RunAsync(new BatchScript(area, mark).Around(Start(place, arguments, program)), cancellationToken).ConfigureAwait(false);
        if (reply.ExitCode == BatchScript.ProgramMissing) return null;
        var answer = BatchAnswer.Read(reply, mark);
        if (answer.Of("fail", 1).FirstOrDefault() is { } failure) throw new ComputingElementException(CETrouble.QueueBroken, $"The relay on {name} does not start: {ShellText.Readable(failure[0])}", advice);
        return answer.Of("place", 1).FirstOrDefault()?[0] ?? throw new ComputingElementException(CETrouble.TryAgain, $"{name} does not say where its relay is.");
    }

    // The relay's first line says that it works, or that another does; what it complains of goes to its log. It must hold nothing of this session open.
    private static string Start(string place, string arguments, PilotFile program) => $$"""
        {{place}}
        program="$area/programs/{{program.Sha256}}/dirac-pilot"
        [ -x "$program" ] || exit {{BatchScript.ProgramMissing}}
        log="$place.log"
        first=$( { setsid "$program" relay {{arguments}} </dev/null 2>>"$log" & } | head -n 1)
        [ -n "$first" ] || fail "$(tail -n 1 "$log")"
        say place "$place"
        """;
}
