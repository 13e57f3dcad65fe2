using Dirac.Model.Jdl;
using Dirac.Pilot.Containers;
using Dirac.Pilot.Matching;
using Dirac.Pilot.Node;
using Dirac.Pilot.Reports;
using Dirac.Pilot.Supervision;
using Dirac.Pilot.Workflows;

namespace Dirac.Pilot.Payloads;

/// <summary>Turns a job description into what is executed.</summary>
/// <param name="job">The description.</param>
/// <param name="attempt">The attempt at it.</param>
/// <param name="directory">Where it runs.</param>
/// <param name="options">What the pilot was told.</param>
/// <param name="survey">The node it runs on.</param>
internal sealed class PayloadPlan(JobDescription job, AttemptKey attempt, JobDirectory directory, PilotOptions options, NodeSurvey survey)
{
    private const string SearchPath = "/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin";

    /// <summary>What is started for a job of the Python API, instead of its executable; null for any other job.</summary>
    internal SupervisorCommand? Workflow { get; init; }

    /// <summary>Variables that lead to the job's credentials.</summary>
    internal IReadOnlyDictionary<string, string> Credentials { get; init; } = new Dictionary<string, string>();

    /// <summary>Makes the plan.</summary>
    /// <param name="share">What the job was given.</param>
    /// <returns>Null when the executable is not found.</returns>
    internal PayloadSpec? Make(SlotShare share)
    {
        var variables = Environment(share);
        if (job.ContainerImage is not null && ContainerEngines.For(job, survey.Engines) is { } engine) return InContainer(engine, variables, share);
        if ((Workflow?.Program ?? FindExecutable()) is not { } executable) return null;
        return Spec(executable, [.. Workflow?.Arguments ?? [job.Executable], .. ArgumentSplitter.Split(job.Arguments)], variables.Select(variable => $"{variable.Key}={variable.Value}"));
    }

    /// <summary>Removes what the program that made the container keeps of one that was killed; nothing when there is none.</summary>
    internal async Task RemoveContainerAsync()
    {
        if (job.ContainerImage is null || ContainerEngines.For(job, survey.Engines) is not { } engine) return;
        if (ContainerCommand.Removal(engine, ContainerName) is { } arguments) await survey.Tool.RunAsync(engine.Program, arguments, CancellationToken.None);
    }

    private string ContainerName => $"dirac-{options.Stamp}-{attempt.JobId}-{attempt.Attempt}";

    private PayloadSpec InContainer(ContainerEngine engine, Dictionary<string, string> variables, SlotShare share)
    {
        var run = new ContainerRun
        {
            Image = job.ContainerImage!,
            IsDirectory = System.IO.Directory.Exists(job.ContainerImage),
            Name = ContainerName,
            Shared = directory.Root,
            Directory = directory.Path,
            Command = [OwnProgram() ?? job.Executable, .. ArgumentSplitter.Split(job.Arguments)],
            Environment = variables,
            HasGpus = share.Gpus.Count > 0,
            IsRoot = System.Environment.IsPrivilegedProcess,
            Options = options.ContainerOptions,
        };
        return Spec(engine.Program, ContainerCommand.Arguments(engine, run), ContainerCommand.Environment(engine, run, NodeFactsReader.Variables())) with { MakesContainer = true };
    }

    private PayloadSpec Spec(string executable, IReadOnlyList<string> arguments, IEnumerable<string> environment)
    {
        var output = File(job.StdOutput);
        return new PayloadSpec
        {
            Executable = executable,
            Arguments = arguments,
            Environment = [.. environment],
            Directory = directory.Path,
            StandardOutput = output,
            StandardError = job.StdError == job.StdOutput ? output : File(job.StdError),
        };
    }

    private static UnixFileMode AnyExecute => UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private string File(string? name) => string.IsNullOrWhiteSpace(name) ? "/dev/null" : directory.Inside(name) ?? "/dev/null";

    // Absolute, or among the job's own files (an unpacked script is made executable), or on the path.
    private string? FindExecutable()
    {
        if (job.Executable.StartsWith('/')) return System.IO.File.Exists(job.Executable) ? job.Executable : null;
        if (OwnProgram() is { } own) return own;
        if (job.Executable.Contains('/')) return null;
        return SearchPath.Split(':')
            .Select(folder => Path.Combine(folder, job.Executable))
            .FirstOrDefault(path => System.IO.File.Exists(path) && (System.IO.File.GetUnixFileMode(path) & AnyExecute) != 0);
    }

    private string? OwnProgram()
    {
        if (directory.Inside(job.Executable) is not { } own || !System.IO.File.Exists(own)) return null;
        System.IO.File.SetUnixFileMode(own, System.IO.File.GetUnixFileMode(own) | UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return own;
    }

    // Nothing of the pilot's own environment, where a token might be, gets here. The job's own variables come last and win; as the Python API
    // writes them, their values are escaped as in an address (%20 for a space).
    private Dictionary<string, string> Environment(SlotShare share)
    {
        var variables = new Dictionary<string, string>
        {
            ["PATH"] = SearchPath,
            ["HOME"] = directory.Path,
            ["TMPDIR"] = directory.Path,
            ["LANG"] = "C.UTF-8",
            ["DIRACJOBID"] = $"{attempt.JobId}",
            ["JOBID"] = $"{attempt.JobId}",
            ["DIRACSITE"] = options.Site,
            ["DIRAC_PROCESSORS"] = $"{survey.Resources.Processors}",
            ["DIRAC_JOB_PROCESSORS"] = $"{share.Processors}",
            ["DIRAC_WHOLENODE"] = job.WholeNode ? "True" : "False",
        };
        // On a node with GPUs a job without any must not find those of others.
        if (survey.Resources.Gpus.Count > 0) variables["CUDA_VISIBLE_DEVICES"] = string.Join(',', share.Gpus.Names(survey.Resources.Gpus));
        AddServer(variables);
        foreach (var (name, path) in Credentials) variables[name] = path;
        if (Workflow is not null) AddPilotsOwn(variables);
        foreach (var given in job.ExecutionEnvironment)
        {
            var equals = given.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0) variables[given[..equals].Trim()] = Uri.UnescapeDataString(given[(equals + 1)..].Trim());
        }

        return variables;
    }

    // Whom the credentials are for. A payload cannot take the pilot's ways round a server that its node does not see.
    private void AddServer(Dictionary<string, string> variables)
    {
        if (options.Through is not null) return;
        variables["DIRAC_URL"] = options.Url.AbsoluteUri.TrimEnd('/');
        if (options.CaFile is not { } authority) return;
        // A container sees this job's directory and not the pilot's files.
        var copy = Path.Combine(directory.Root, "ca.pem");
        System.IO.File.Copy(authority, copy, overwrite: true);
        variables["DIRAC_CA"] = copy;
    }

    // Where things are on this node, nothing secret: a Python DIRAC, and the runtime that a plain build of this program needs.
    private static void AddPilotsOwn(Dictionary<string, string> variables)
    {
        foreach (var name in (string[])[.. PythonDirac.Variables, "DOTNET_ROOT", "DOTNET_ROOT_X64"])
        {
            if (System.Environment.GetEnvironmentVariable(name) is { Length: > 0 } value) variables[name] = value;
        }
    }
}
