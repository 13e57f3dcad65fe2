using Dirac.Model.Jdl;
using Dirac.Pilot.Supervision;
using Dirac.Pilot.Workflows;

namespace Dirac.Pilot.Payloads;

/// <summary>Turns a job description into what is executed.</summary>
/// <param name="job">The description.</param>
/// <param name="jobId">The job's number.</param>
/// <param name="directory">Where it runs.</param>
internal sealed class PayloadPlan(JobDescription job, long jobId, JobDirectory directory)
{
    private const string SearchPath = "/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin";

    /// <summary>What is started for a job of the Python API, instead of its executable; null for any other job.</summary>
    internal SupervisorCommand? Workflow { get; init; }

    /// <summary>Variables that lead to the job's credentials.</summary>
    internal IReadOnlyDictionary<string, string> Credentials { get; init; } = new Dictionary<string, string>();

    /// <summary>Makes the plan.</summary>
    /// <param name="site">The pilot's site.</param>
    /// <param name="processors">Processors the job was given.</param>
    /// <param name="pilotProcessors">Processors the pilot has.</param>
    /// <returns>Null when the executable is not found.</returns>
    internal PayloadSpec? Make(string site, int processors, int pilotProcessors)
    {
        if ((Workflow?.Program ?? FindExecutable()) is not { } executable) return null;
        var output = File(job.StdOutput);
        return new PayloadSpec
        {
            Executable = executable,
            Arguments = [.. Workflow?.Arguments ?? [job.Executable], .. ArgumentSplitter.Split(job.Arguments)],
            Environment = Environment(site, processors, pilotProcessors),
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
        if (directory.Inside(job.Executable) is { } own && System.IO.File.Exists(own))
        {
            System.IO.File.SetUnixFileMode(own, System.IO.File.GetUnixFileMode(own) | UnixFileMode.UserRead | UnixFileMode.UserExecute);
            return own;
        }

        if (job.Executable.Contains('/')) return null;
        return SearchPath.Split(':')
            .Select(folder => Path.Combine(folder, job.Executable))
            .FirstOrDefault(path => System.IO.File.Exists(path) && (System.IO.File.GetUnixFileMode(path) & AnyExecute) != 0);
    }

    // Nothing of the pilot's own environment, where a token might be, gets here. The job's own variables come last and win; as the Python API
    // writes them, their values are escaped as in an address (%20 for a space).
    private string[] Environment(string site, int processors, int pilotProcessors)
    {
        var variables = new Dictionary<string, string>
        {
            ["PATH"] = SearchPath,
            ["HOME"] = directory.Path,
            ["TMPDIR"] = directory.Path,
            ["LANG"] = "C.UTF-8",
            ["DIRACJOBID"] = $"{jobId}",
            ["JOBID"] = $"{jobId}",
            ["DIRACSITE"] = site,
            ["DIRAC_PROCESSORS"] = $"{pilotProcessors}",
            ["DIRAC_JOB_PROCESSORS"] = $"{processors}",
            ["DIRAC_WHOLENODE"] = job.WholeNode ? "True" : "False",
        };
        foreach (var (name, path) in Credentials) variables[name] = path;
        if (Workflow is not null) AddPilotsOwn(variables);
        foreach (var given in job.ExecutionEnvironment)
        {
            var equals = given.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0) variables[given[..equals].Trim()] = Uri.UnescapeDataString(given[(equals + 1)..].Trim());
        }

        return [.. variables.Select(variable => $"{variable.Key}={variable.Value}")];
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
