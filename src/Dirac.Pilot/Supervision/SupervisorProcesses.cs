using System.Collections;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Dirac.Model.Errors;

namespace Dirac.Pilot.Supervision;

/// <summary>Starts supervisors, and clears up after one that died without doing so itself.</summary>
/// <param name="command">How to start one.</param>
/// <remarks>
/// Thread-safe. The pilot is a "child subreaper": what a dead supervisor leaves behind becomes a child of the pilot. The pilot starts
/// hardly anything but supervisors, so every other child is taken for such an orphan; a program of the batch system that is ended with them by mistake is
/// asked again later.
/// </remarks>
internal sealed unsafe class SupervisorProcesses(SupervisorCommand command)
{
    // Larger than the C library's opaque posix_spawn types (80 and 336 bytes with glibc).
    private const int OpaqueSize = 512;
    private const short SpawnSetSession = 0x80;

    private readonly Lock _lock = new();
    private readonly HashSet<int> _running = [];

    /// <summary>Makes this process inherit what dead supervisors leave behind, and shuts its memory to others.</summary>
    internal static void PrepareThisProcess()
    {
        Supervisor.MakePrivate();
        _ = Libc.Prctl(Libc.PrSetChildSubreaper, 1, 0, 0, 0);
    }

    /// <summary>Starts a supervisor that waits for its <see cref="PayloadSpec"/>.</summary>
    /// <param name="pid">Its process id.</param>
    /// <returns>The socket to it.</returns>
    /// <exception cref="DiracException">The system refuses another process or socket.</exception>
    internal Socket Start(out int pid)
    {
        if (!Libc.TrySocketPair(out var ours, out var theirs)) throw CannotStart(Marshal.GetLastPInvokeError());
        var socket = new Socket(new SafeSocketHandle(ours, ownsHandle: true));
        int error;
        lock (_lock)
        {
            error = Spawn(theirs, out pid);
            if (error == 0) _running.Add(pid);
        }

        _ = Libc.Close(theirs);
        if (error == 0) return socket;
        socket.Dispose();
        throw CannotStart(error);
    }

    /// <summary>Takes leave of a supervisor that has closed its socket or is killed hereby; nothing of its payload is left afterwards.</summary>
    /// <param name="pid">The supervisor.</param>
    /// <param name="endedWell">Whether it said how the payload ended.</param>
    internal void Bury(int pid, bool endedWell)
    {
        if (!endedWell)
        {
            ProcessTree.KillDescendants(pid);
            _ = Libc.Kill(pid, Libc.SigKill);
        }

        Reap(pid);
        lock (_lock)
        {
            _running.Remove(pid);
            if (!endedWell) KillOrphans();
        }
    }

    // Each orphan that dies may leave us its own children, so look until there is none.
    private void KillOrphans()
    {
        while (ProcessTree.Read().Children(Environment.ProcessId).Where(child => !_running.Contains(child.Pid)).ToList() is { Count: > 0 } orphans)
        {
            foreach (var orphan in orphans)
            {
                ProcessTree.KillDescendants(orphan.Pid);
                _ = Libc.Kill(orphan.Pid, Libc.SigKill);
                Reap(orphan.Pid);
            }
        }
    }

    private static void Reap(int pid)
    {
        while (Libc.Wait4(pid, null, 0, null) < 0 && Marshal.GetLastPInvokeError() == Libc.ErrnoInterrupted)
        {
            // Interrupted by a signal: wait on.
        }
    }

    private int Spawn(int control, out int pid)
    {
        var actions = stackalloc byte[OpaqueSize];
        var attributes = stackalloc byte[OpaqueSize];
        using var arguments = new NativeStrings(command.Arguments);
        using var environment = new NativeStrings(SupervisorEnvironment());
        _ = Libc.SpawnActionsInit(actions);
        _ = Libc.SpawnAttributesInit(attributes);
        _ = Libc.SpawnActionsAddDup2(actions, control, 0);
        _ = Libc.SpawnAttributesSetFlags(attributes, SpawnSetSession);
        int child;
        var error = Libc.PosixSpawn(&child, command.Program, actions, attributes, arguments.Pointer, environment.Pointer);
        _ = Libc.SpawnActionsDestroy(actions);
        _ = Libc.SpawnAttributesDestroy(attributes);
        pid = child;
        return error;
    }

    // A plain build needs to find the runtime; nothing else of the pilot's environment is a supervisor's business.
    private static List<string> SupervisorEnvironment() =>
    [
        "DOTNET_gcConcurrent=0",
        "DOTNET_TieredPGO=0",
        .. Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Where(variable => variable.Key is "PATH" or "HOME" or "DOTNET_ROOT" or "DOTNET_ROOT_X64")
            .Select(variable => $"{variable.Key}={variable.Value}"),
    ];

    private static DiracException CannotStart(int error) => new(
        ErrorCode.Unavailable,
        $"The system does not let the pilot start a process: {Marshal.GetPInvokeErrorMessage(error)}.",
        "Check the limits on processes and open files ('ulimit -u', 'ulimit -n').");
}
