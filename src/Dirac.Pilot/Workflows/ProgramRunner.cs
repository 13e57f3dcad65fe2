using System.Collections;
using System.Runtime.InteropServices;
using Dirac.Pilot.Supervision;

namespace Dirac.Pilot.Workflows;

/// <summary>Runs programs as children of this process, in its group: signals for the payload reach them.</summary>
/// <remarks>Not thread-safe: this process has no other children.</remarks>
internal sealed unsafe class ProgramRunner : IProgramRunner
{
    private const int NotFound = 2;
    private const int OpaqueSize = 512;
    private const short SetDefaultSignals = 4;
    private const short SetSignalMask = 8;

    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    // Signals that ask a payload to save its state: they are for the program, not for the process that waits for it.
    private static readonly int[] Ignored = [1, 2, 3, 10, 12, 14];

    /// <summary>Makes this process deaf to signals that are meant for the programs it runs.</summary>
    internal static void IgnoreSignals()
    {
        foreach (var signal in Ignored) _ = Libc.Signal(signal, Libc.SignalIgnore);
    }

    /// <inheritdoc/>
    public ProgramEnd Run(IReadOnlyList<string> command, ProgramOutput? output)
    {
        if (command.Count == 0 || Find(command[0]) is not { } program) return new ProgramEnd(0, NotFound);
        var error = Spawn(program, command, output, out var pid);
        return error == 0 ? new ProgramEnd(Wait(pid)) : new ProgramEnd(0, error);
    }

    /// <summary>Finds a program as the system does.</summary>
    /// <returns>Null when a name without a slash is nowhere on the path.</returns>
    internal static string? Find(string name) => name.Contains('/', StringComparison.Ordinal)
        ? name
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(path => File.Exists(path) && (File.GetUnixFileMode(path) & AnyExecute) != 0);

    private static int Spawn(string program, IReadOnlyList<string> command, ProgramOutput? output, out int pid)
    {
        var actions = stackalloc byte[OpaqueSize];
        var attributes = stackalloc byte[OpaqueSize];
        var signals = stackalloc ulong[16];
        using var arguments = new NativeStrings(command);
        using var environment = new NativeStrings(OwnEnvironment());
        _ = Libc.SpawnActionsInit(actions);
        _ = Libc.SpawnAttributesInit(attributes);
        if (output is not null)
        {
            _ = Libc.SpawnActionsAddDup2(actions, (int)output.StandardOutput.SafeFileHandle.DangerousGetHandle(), 1);
            _ = Libc.SpawnActionsAddDup2(actions, (int)output.StandardError.SafeFileHandle.DangerousGetHandle(), 2);
        }

        _ = Libc.SpawnAttributesSetMask(attributes, signals);
        signals[0] = ulong.MaxValue; // the runtime ignores SIGPIPE, and we the above: ignored signals stay ignored over exec
        _ = Libc.SpawnAttributesSetDefault(attributes, signals);
        _ = Libc.SpawnAttributesSetFlags(attributes, SetDefaultSignals | SetSignalMask);
        int child;
        var error = Libc.PosixSpawn(&child, program, actions, attributes, arguments.Pointer, environment.Pointer);
        _ = Libc.SpawnActionsDestroy(actions);
        _ = Libc.SpawnAttributesDestroy(attributes);
        pid = child;
        return error;
    }

    private static int Wait(int pid)
    {
        int status;
        while (Libc.Wait4(pid, &status, 0, null) < 0 && Marshal.GetLastPInvokeError() == Libc.ErrnoInterrupted)
        {
            // Interrupted by a signal: wait on.
        }

        return status >= 256 ? status >> 8 : status;
    }

    private static List<string> OwnEnvironment() =>
        [.. Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(variable => $"{variable.Key}={variable.Value}")];
}
