using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Dirac.Pilot.Supervision;

/// <summary>The process between pilot and payload (<c>dirac-pilot supervise</c>): starts one payload, sees it end, and lets nothing of it outlive either.</summary>
/// <remarks>
/// Standard input is a socket to the pilot: first the <see cref="PayloadSpec"/>, then one byte for each signal to pass on. When it breaks the pilot
/// is gone and everything is killed. As "child subreaper" the supervisor inherits every process that the payload leaves behind, daemons too,
/// so "no child left" means that nothing is left. If the supervisor itself is killed, the kernel kills the payload and the pilot the rest.
/// </remarks>
internal sealed unsafe class Supervisor
{
    private const int Control = 0;

    // With these a payload run by root could look into the pilot's memory in spite of its being not dumpable:
    // SYS_MODULE, SYS_RAWIO, SYS_PTRACE, SYS_ADMIN, PERFMON, BPF, CHECKPOINT_RESTORE.
    private static readonly int[] PryingCapabilities = [16, 17, 19, 21, 38, 39, 40];

    private readonly Lock _lock = new();
    private int _payload;
    private bool _ended;
    private int _status;
    private TimeSpan _cpuTime;
    private long _maxResident;

    /// <summary>Runs one payload to its end.</summary>
    /// <returns>0 when the pilot has been told how it ended, 1 when there was no pilot to tell.</returns>
    internal int Run()
    {
        MakePrivate();
        _ = Libc.Prctl(Libc.PrSetChildSubreaper, 1, 0, 0, 0);
        if (ReadSpec() is not { } spec) return 1;
        if (Libc.GetEffectiveUserId() == 0 && !spec.MakesContainer)
        {
            foreach (var capability in PryingCapabilities) _ = Libc.Prctl(Libc.PrCapbsetDrop, (nuint)capability, 0, 0, 0);
        }

        _payload = PayloadLauncher.Start(spec, out var error);
        if (error != 0) return Tell(new SupervisorMessage(SupervisorEvent.NotStarted, error));
        _ = Tell(new SupervisorMessage(SupervisorEvent.Started, _payload));

        new Thread(PassSignals, 128 << 10) { IsBackground = true }.Start();
        ReapAll();
        return Tell(Ending());
    }

    /// <summary>Shuts this process's memory and environment against others of the same user.</summary>
    internal static void MakePrivate() => _ = Libc.Prctl(Libc.PrSetDumpable, 0, 0, 0, 0);

    private static PayloadSpec? ReadSpec()
    {
        var length = new byte[sizeof(int)];
        if (!ReadFully(length)) return null;
        var size = BinaryPrimitives.ReadInt32LittleEndian(length);
        if (size is < 0 or > PayloadSpec.MaxLength) return null;
        var message = new byte[size];
        return ReadFully(message) ? PayloadSpec.FromMessage(message) : null;
    }

    private static bool ReadFully(Span<byte> target)
    {
        fixed (byte* start = target)
        {
            for (nint done = 0; done < target.Length;)
            {
                var read = Libc.Read(Control, start + done, (nuint)(target.Length - done));
                if (read > 0) done += read;
                else if (read == 0 || Marshal.GetLastPInvokeError() != Libc.ErrnoInterrupted) return false;
            }
        }

        return true;
    }

    private static int Tell(SupervisorMessage message)
    {
        var bytes = stackalloc byte[SupervisorMessage.Size];
        message.Write(new Span<byte>(bytes, SupervisorMessage.Size));
        return Libc.Write(Control, bytes, SupervisorMessage.Size) == SupervisorMessage.Size ? 0 : 1;
    }

    private void PassSignals()
    {
        Span<byte> signal = stackalloc byte[1];
        while (ReadFully(signal)) Signal(signal[0]);
        Signal(Libc.SigKill);
    }

    private void Signal(int signal)
    {
        lock (_lock)
        {
            // Once reaped, the number may belong to somebody else.
            if (!_ended) _ = Libc.Kill(-_payload, signal);
        }

        if (signal == Libc.SigKill) ProcessTree.KillDescendants(Environment.ProcessId);
    }

    // After the payload's end every reaped process may have left children to us, so look again after each.
    private void ReapAll()
    {
        var options = 0;
        while (Reap(options) is { } pid)
        {
            if (pid == 0) ProcessTree.KillDescendants(Environment.ProcessId);
            options = _ended && pid != 0 ? Libc.WNoHang : 0;
        }
    }

    /// <summary>Waits for one child; 0 when none has ended and waiting was not wanted, null when there is no child.</summary>
    private int? Reap(int options)
    {
        int status, pid;
        Libc.ResourceUsage usage;
        // The lock is not held while waiting: signals must get through.
        do pid = Libc.Wait4(-1, &status, options, &usage);
        while (pid < 0 && Marshal.GetLastPInvokeError() == Libc.ErrnoInterrupted);
        if (pid < 0) return null;
        if (pid == 0) return 0;

        _cpuTime += TimeSpan.FromSeconds(usage.UserSeconds + usage.SystemSeconds) + TimeSpan.FromMicroseconds(usage.UserMicroseconds + usage.SystemMicroseconds);
        _maxResident = Math.Max(_maxResident, usage.MaxResidentKilobytes);
        if (pid == _payload)
        {
            lock (_lock) _ended = true;
            _status = status;
        }

        return pid;
    }

    private SupervisorMessage Ending()
    {
        var signal = _status & 0x7F;
        return signal == 0
            ? new SupervisorMessage(SupervisorEvent.Exited, (_status >> 8) & 0xFF, _cpuTime, _maxResident)
            : new SupervisorMessage(SupervisorEvent.Signalled, signal, _cpuTime, _maxResident);
    }
}
