using System.Net.Sockets;

namespace Dirac.Pilot.Supervision;

/// <summary>A payload as the pilot sees it: started, signalled and awaited through its supervisor.</summary>
/// <remarks>Thread-safe. Disposing kills whatever still runs.</remarks>
internal sealed class SupervisedPayload : IAsyncDisposable
{
    private readonly SupervisorProcesses _processes;
    private readonly Socket _socket;
    private readonly TaskCompletionSource<SupervisorMessage?> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task<SupervisorMessage?> _ended;

    private SupervisedPayload(SupervisorProcesses processes, Socket socket, int supervisorPid, PayloadSpec spec)
    {
        _processes = processes;
        _socket = socket;
        SupervisorPid = supervisorPid;
        _ended = FollowAsync(spec);
    }

    /// <summary>Process id of the supervisor, under which all of the payload's processes are.</summary>
    internal int SupervisorPid { get; }

    /// <summary>The first message: Started, or NotStarted; null when the supervisor died before it said anything.</summary>
    internal Task<SupervisorMessage?> Started => _started.Task;

    /// <summary>The last message; null when the supervisor died. Nothing of the payload is left when this completes.</summary>
    internal Task<SupervisorMessage?> Ended => _ended;

    /// <summary>Starts a supervisor and gives it the payload.</summary>
    /// <exception cref="Dirac.Model.Errors.DiracException">The system refuses another process.</exception>
    internal static SupervisedPayload Start(SupervisorProcesses processes, PayloadSpec spec)
    {
        var socket = processes.Start(out var pid);
        return new SupervisedPayload(processes, socket, pid, spec);
    }

    /// <summary>Sends a signal to the payload's process group; SIGKILL reaches all its descendants. No effect once it has ended.</summary>
    internal void Signal(int signal)
    {
        try
        {
            _socket.Send([(byte)signal]);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The supervisor has gone, and everything of the payload goes with it.
            _started.TrySetResult(null);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_ended.IsCompleted) Signal(Libc.SigKill);
        await _ended;
    }

    private async Task<SupervisorMessage?> FollowAsync(PayloadSpec spec)
    {
        SupervisorMessage? last = null;
        try
        {
            await _socket.SendAsync(spec.ToMessage(), CancellationToken.None);
            do
            {
                last = await ReadAsync();
                _started.TrySetResult(last);
            }
            while (last is { IsLast: false });
        }
        catch (SocketException)
        {
            last = null; // the supervisor died with our message unread
        }

        _started.TrySetResult(last);
        _socket.Dispose();
        _processes.Bury(SupervisorPid, last is not null);
        return last;
    }

    private async Task<SupervisorMessage?> ReadAsync()
    {
        var bytes = new byte[SupervisorMessage.Size];
        for (var done = 0; done < bytes.Length;)
        {
            var read = await _socket.ReceiveAsync(bytes.AsMemory(done), CancellationToken.None);
            if (read == 0) return null;
            done += read;
        }

        return SupervisorMessage.Read(bytes);
    }
}
