using System.Runtime.InteropServices;

namespace Dirac.Pilot.Supervision;

/// <summary>Starts the payload as a child that leads its own session and dies with the supervisor.</summary>
/// <remarks>
/// Neither <c>Process</c> nor posix_spawn can ask the kernel to kill the child with its parent, so this forks. Between fork and exec the child
/// has one thread and must neither allocate nor wait for the collector: it runs straight-line code that calls the C library through pointers
/// resolved beforehand, without the runtime's transitions.
/// </remarks>
internal static unsafe class PayloadLauncher
{
    private const int OpenReadOnly = 0;
    private const int OpenForWriting = 1 | 0x40 | 0x200;
    private const int LimitFileSize = 1;
    private const int LimitCore = 4;
    private const int SigPipe = 13;
    private const int SetMask = 2;

    /// <summary>Starts the payload.</summary>
    /// <param name="spec">What to run.</param>
    /// <param name="error">The system's error number when it could not be started, else 0.</param>
    /// <returns>Its process id, which is also its group and session; meaningless when <paramref name="error"/> is set.</returns>
    internal static int Start(PayloadSpec spec, out int error)
    {
        HideDescriptors();
        var input = Libc.Open("/dev/null", OpenReadOnly | Libc.OpenCloseOnExec, 0);
        var output = Libc.Open(spec.StandardOutput, OpenForWriting | Libc.OpenCloseOnExec, 0x1A4);
        var errors = spec.StandardError == spec.StandardOutput ? output : Libc.Open(spec.StandardError, OpenForWriting | Libc.OpenCloseOnExec, 0x1A4);
        var verdict = stackalloc int[2];
        if (input < 0 || output < 0 || errors < 0 || Libc.Pipe2(verdict, Libc.OpenCloseOnExec) != 0)
        {
            error = Marshal.GetLastPInvokeError();
            return 0;
        }

        using var arguments = new NativeStrings(spec.Arguments);
        using var environment = new NativeStrings(spec.Environment);
        using var paths = new NativeStrings([spec.Executable, spec.Directory]);
        var child = new Child
        {
            Input = input,
            Output = output,
            Errors = errors,
            Verdict = verdict[1],
            Parent = Environment.ProcessId,
            Executable = paths.Pointer[0],
            Directory = paths.Pointer[1],
            Arguments = arguments.Pointer,
            Environment = environment.Pointer,
            MaxFileBytes = spec.MaxFileBytes > 0 ? (ulong)spec.MaxFileBytes : ulong.MaxValue,
        };
        var pid = Fork(&child, SystemCalls.Resolve());
        _ = Libc.Close(verdict[1]);
        error = pid < 0 ? Marshal.GetLastSystemError() : ReadVerdict(verdict[0]);
        if (error != 0 && pid > 0) _ = Libc.Wait4(pid, null, 0, null);
        return pid;
    }

    // Whoever started the pilot may have left files open for it.
    private static void HideDescriptors()
    {
        foreach (var entry in Directory.EnumerateFileSystemEntries("/proc/self/fd"))
        {
            var descriptor = int.Parse(Path.GetFileName(entry.AsSpan()), System.Globalization.CultureInfo.InvariantCulture);
            if (descriptor > 2) _ = Libc.Fcntl(descriptor, Libc.SetDescriptorFlags, Libc.CloseOnExecFlag);
        }
    }

    // The child's end closes silently when exec succeeds; otherwise it carries the error number.
    private static int ReadVerdict(int pipe)
    {
        int error;
        nint read;
        do read = Libc.Read(pipe, (byte*)&error, sizeof(int));
        while (read < 0 && Marshal.GetLastPInvokeError() == Libc.ErrnoInterrupted);
        _ = Libc.Close(pipe);
        return read == sizeof(int) ? error : 0;
    }

    private static int Fork(Child* child, SystemCalls call)
    {
        var noSignals = stackalloc ulong[16];
        var limit = stackalloc ulong[2];
        var pid = call.Fork();
        if (pid != 0) return pid;

        call.SetSession();
        call.Prctl(Libc.PrSetPdeathsig, Libc.SigKill, 0, 0, 0);
        // The parent may have died before the line above took effect.
        if (call.GetParent() != child->Parent) call.Exit(126);
        call.Dup2(child->Input, 0);
        call.Dup2(child->Output, 1);
        call.Dup2(child->Errors, 2);
        // The runtime ignores SIGPIPE, and ignored signals stay ignored over exec.
        call.Signal(SigPipe, 0);
        call.SetSignalMask(SetMask, noSignals, null);
        call.SetLimit(LimitCore, limit);
        limit[0] = child->MaxFileBytes;
        limit[1] = child->MaxFileBytes;
        call.SetLimit(LimitFileSize, limit);
        if (call.ChangeDirectory(child->Directory) == 0) call.Execute(child->Executable, child->Arguments, child->Environment);
        call.Write(child->Verdict, (byte*)call.Errno(), sizeof(int));
        call.Exit(127);
        return 0;
    }

    private struct Child
    {
        internal int Input;
        internal int Output;
        internal int Errors;
        internal int Verdict;
        internal int Parent;
        internal byte* Executable;
        internal byte* Directory;
        internal byte** Arguments;
        internal byte** Environment;
        internal ulong MaxFileBytes;
    }

    private struct SystemCalls
    {
        internal delegate* unmanaged[SuppressGCTransition]<int> Fork;
        internal delegate* unmanaged[SuppressGCTransition]<int> SetSession;
        internal delegate* unmanaged[SuppressGCTransition]<int, nuint, nuint, nuint, nuint, int> Prctl;
        internal delegate* unmanaged[SuppressGCTransition]<int> GetParent;
        internal delegate* unmanaged[SuppressGCTransition]<int, int, int> Dup2;
        internal delegate* unmanaged[SuppressGCTransition]<int, nint, nint> Signal;
        internal delegate* unmanaged[SuppressGCTransition]<int, ulong*, ulong*, int> SetSignalMask;
        internal delegate* unmanaged[SuppressGCTransition]<int, ulong*, int> SetLimit;
        internal delegate* unmanaged[SuppressGCTransition]<byte*, int> ChangeDirectory;
        internal delegate* unmanaged[SuppressGCTransition]<byte*, byte**, byte**, int> Execute;
        internal delegate* unmanaged[SuppressGCTransition]<int*> Errno;
        internal delegate* unmanaged[SuppressGCTransition]<int, byte*, nuint, nint> Write;
        internal delegate* unmanaged[SuppressGCTransition]<int, void> Exit;

        internal static SystemCalls Resolve()
        {
            var libc = NativeLibrary.Load("libc.so.6");
            SystemCalls calls;
            calls.Fork = (delegate* unmanaged[SuppressGCTransition]<int>)NativeLibrary.GetExport(libc, "fork");
            calls.SetSession = (delegate* unmanaged[SuppressGCTransition]<int>)NativeLibrary.GetExport(libc, "setsid");
            calls.Prctl = (delegate* unmanaged[SuppressGCTransition]<int, nuint, nuint, nuint, nuint, int>)NativeLibrary.GetExport(libc, "prctl");
            calls.GetParent = (delegate* unmanaged[SuppressGCTransition]<int>)NativeLibrary.GetExport(libc, "getppid");
            calls.Dup2 = (delegate* unmanaged[SuppressGCTransition]<int, int, int>)NativeLibrary.GetExport(libc, "dup2");
            calls.Signal = (delegate* unmanaged[SuppressGCTransition]<int, nint, nint>)NativeLibrary.GetExport(libc, "signal");
            calls.SetSignalMask = (delegate* unmanaged[SuppressGCTransition]<int, ulong*, ulong*, int>)NativeLibrary.GetExport(libc, "sigprocmask");
            calls.SetLimit = (delegate* unmanaged[SuppressGCTransition]<int, ulong*, int>)NativeLibrary.GetExport(libc, "setrlimit");
            calls.ChangeDirectory = (delegate* unmanaged[SuppressGCTransition]<byte*, int>)NativeLibrary.GetExport(libc, "chdir");
            calls.Execute = (delegate* unmanaged[SuppressGCTransition]<byte*, byte**, byte**, int>)NativeLibrary.GetExport(libc, "execve");
            calls.Errno = (delegate* unmanaged[SuppressGCTransition]<int*>)NativeLibrary.GetExport(libc, "__errno_location");
            calls.Write = (delegate* unmanaged[SuppressGCTransition]<int, byte*, nuint, nint>)NativeLibrary.GetExport(libc, "write");
            calls.Exit = (delegate* unmanaged[SuppressGCTransition]<int, void>)NativeLibrary.GetExport(libc, "_exit");
            return calls;
        }
    }
}
