using System.Runtime.InteropServices;
using Dirac.Model.Errors;

namespace Dirac.Pilot.Workflows;

/// <summary>The command <c>dirac-pilot jobexec</c>, which the supervisor starts for a job of the Python API as it would any payload.</summary>
/// <remarks>It runs with the job's rights and holds nothing of the pilot's: no token, no connection, no open file.</remarks>
internal static class JobexecVerb
{
    private const int Failed = 1;

    /// <summary>Runs a workflow.</summary>
    /// <returns>The exit code, as <c>dirac-jobexec</c> has it.</returns>
    internal static int Run(string[] arguments)
    {
        ProgramRunner.IgnoreSignals();
        using var stopping = new CancellationTokenSource();
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var log = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
        StatusWriter? statuses = null;
        try
        {
            var read = JobexecArguments.Parse(arguments);
            var hasJob = long.TryParse(Environment.GetEnvironmentVariable("JOBID"), out var job) && job > 0;
            statuses = new StatusWriter(hasJob ? read.StatusFile : null, TimeProvider.System);
            return Run(read, hasJob, statuses, log, stopping.Token);
        }
        catch (Exception error) when (error is DiracException or WorkflowFormatException or IOException or UnauthorizedAccessException)
        {
            statuses?.Write(error.Message);
            Console.Error.WriteLine($"dirac-jobexec: {error.Message}");
            if ((error as DiracException)?.Advice is { } advice) Console.Error.WriteLine(advice);
            return Failed;
        }

        // The program that runs now got the signal too and may tidy up; there is no next one.
        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stopping.Cancel();
        }
    }

    private static int Run(JobexecArguments read, bool hasJob, StatusWriter statuses, StreamWriter log, CancellationToken stopping)
    {
        var workflow = Read(read.File);
        if (PythonNeed.Find(workflow) is { } need) return RunPython(read, need, log);
        var resolved = WorkflowResolver.Resolve(workflow, read.Values);
        if (PythonNeed.Find(resolved) is { } lateNeed) return RunPython(read, lateNeed, log);
        var modules = new Dictionary<string, IWorkflowModule>
        {
            [PythonNeed.Script] = new ScriptModule(Environment.CurrentDirectory, new ProgramRunner(), log),
            [PythonNeed.FailoverRequest] = new FailoverModule(hasJob, statuses),
        };
        return new WorkflowRunner(resolved, modules, statuses, log, stopping).Run();
    }

    private static Workflow Read(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read);
            if (file.Length > WorkflowReader.MaxBytes) throw new DiracException(ErrorCode.BadJobDescription, $"{path} has more than {WorkflowReader.MaxBytes} bytes.");
            return WorkflowReader.Read(file);
        }
        catch (FileNotFoundException error)
        {
            throw new DiracException(ErrorCode.BadJobDescription, $"There is no '{path}' in the job's directory.", "Put it into the job's InputSandbox.", error);
        }
    }

    private static int RunPython(JobexecArguments read, string need, StreamWriter log)
    {
        if (PythonDirac.Find(read.DiracDirectories, Environment.GetEnvironmentVariable) is not { } program)
        {
            throw new DiracException(ErrorCode.BadJobDescription, $"{need} needs a Python DIRAC, and there is none on this node.", PythonDirac.Advice);
        }

        log.WriteLine($"{need} needs a Python DIRAC: {program} takes over.");
        var end = new ProgramRunner().Run([program, .. read.Given, .. read.Settings.SelectMany(setting => (string[])["-o", setting])], output: null);
        if (end.Error == 0) return end.Status & 0xFF;
        throw new DiracException(
            ErrorCode.BadJobDescription,
            $"{program} cannot be started: {Marshal.GetPInvokeErrorMessage(end.Error)}.",
            "The site's administrator can mend the installation.");
    }
}
