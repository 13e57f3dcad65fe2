using System.Diagnostics;

namespace Dirac.Pilot.Tests.Support;

/// <summary>Runs <c>dirac-pilot jobexec</c> as the supervisor would, in a directory of its own.</summary>
internal sealed class RunningJobexec : IDisposable
{
    internal RunningJobexec() => Directory = System.IO.Directory.CreateTempSubdirectory("jobexec-").FullName;

    internal string Directory { get; }

    internal string Output { get; private set; } = "";

    internal string Error { get; private set; } = "";

    /// <summary>The application statuses, as they were written.</summary>
    internal string[] Statuses => [.. File.ReadAllLines(Path("statuses")).Select(line => line.Split('\t', 2)[1])];

    internal string Path(string name) => System.IO.Path.Combine(Directory, name);

    internal string Text(string name) => File.ReadAllText(Path(name));

    internal void Write(string name, string text) => File.WriteAllText(Path(name), text);

    internal void WriteGolden(string name) => File.WriteAllBytes(Path("jobDescription.xml"), GoldenWorkflows.Read(name));

    internal Task<int> RunGoldenAsync(string name, params string[] arguments)
    {
        WriteGolden(name);
        return RunAsync(["jobDescription.xml", "-o", "LogLevel=INFO", .. arguments]);
    }

    internal async Task<int> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        (Output, Error) = (await output, await error);
        return process.ExitCode;
    }

    internal Process Start(params string[] arguments)
    {
        File.WriteAllText(Path("statuses"), "");
        var start = new ProcessStartInfo(RunningPilot.Program)
        {
            WorkingDirectory = Directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { "jobexec", "--status", Path("statuses"), "--dirac", Path("dirac"), "--setting", "/LocalSite/Site=LCG.Test.org", "--" },
        };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["JOBID"] = "123";
        start.Environment["PATH"] = "/usr/bin:/bin";
        foreach (var name in (string[])["DIRAC", "DIRACOS", "DIRACSYSCONFIG"]) start.Environment.Remove(name);
        return Process.Start(start)!;
    }

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);
}
