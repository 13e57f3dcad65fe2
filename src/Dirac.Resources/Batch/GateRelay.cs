using System.Security.Cryptography;
using Dirac.Resources.Computing;
using Dirac.Resources.Shells;

namespace Dirac.Resources.Batch;

/// <summary>The relay on a gate, for nodes that see the gate and its file system only. Thread-safe.</summary>
/// <param name="name">The computing element's name.</param>
/// <param name="shell">The gate's shell.</param>
/// <param name="area">Directory on the gate, shared with the nodes.</param>
internal sealed class GateRelay(string name, IShell shell, string area)
{
    private readonly ProgramStore _programs = new(name, shell, area);

    /// <summary>Starts the relay unless one runs.</summary>
    /// <param name="socket">Path on the gate of the socket that leads to the server.</param>
    /// <param name="gateAddress">The gate's name or address as nodes know it, with a port perhaps.</param>
    /// <param name="program">The pilot's program, which the relay is part of.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Path of the file that tells pilots where the relay is.</returns>
    /// <exception cref="ComputingElementException">It does not start, or the gate cannot be reached.</exception>
    public async Task<string> OpenAsync(string socket, string gateAddress, PilotFile program, CancellationToken cancellationToken)
    {
        var file = socket + ".relay";
        if (await TryStartAsync(socket, file, gateAddress, program, cancellationToken).ConfigureAwait(false)) return file;
        await _programs.SendAsync(program, cancellationToken).ConfigureAwait(false);
        return await TryStartAsync(socket, file, gateAddress, program, cancellationToken).ConfigureAwait(false)
            ? file
            : throw new ComputingElementException(CETrouble.TryAgain, $"{name} does not find the pilot it has just been given.");
    }

    // False when the program is not on the gate. A relay that runs is found by its lock, so starting another is how to ask for one.
    private async Task<bool> TryStartAsync(string socket, string file, string gateAddress, PilotFile program, CancellationToken cancellationToken)
    {
        var mark = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
        var reply = await shell.RunAsync(new BatchScript(area, mark).Around(Start(socket, file, gateAddress, program)), cancellationToken).ConfigureAwait(false);
        if (reply.ExitCode == BatchScript.ProgramMissing) return false;
        var answer = BatchAnswer.Read(reply, mark);
        return answer.Of("fail", 1).FirstOrDefault() is not { } failure
            ? true
            : throw new ComputingElementException(CETrouble.QueueBroken, $"The relay on {name} does not start: {failure[0].Trim()}", $"Is {gateAddress} an address of the gate? Its log is {file}.log there.");
    }

    // The relay's first line says that it listens, or that another does; what it complains of goes to its log. It must hold nothing of this session open.
    private static string Start(string socket, string file, string gateAddress, PilotFile program) => $$"""
        program="$area/programs/{{program.Sha256}}/dirac-pilot"
        [ -x "$program" ] || exit {{BatchScript.ProgramMissing}}
        log={{ShellText.Quote(file + ".log")}}
        first=$( { setsid "$program" relay --listen {{ShellText.Quote(gateAddress)}} --to {{ShellText.Quote("unix:" + socket)}} --file {{ShellText.Quote(file)}} </dev/null 2>>"$log" & } | head -n 1)
        [ -n "$first" ] || fail "$(tail -n 1 "$log")"
        """;
}
