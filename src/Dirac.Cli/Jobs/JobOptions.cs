using System.CommandLine;
using Dirac.Cli.Shell;
using Dirac.Model.Jdl;

namespace Dirac.Cli.Jobs;

/// <summary>Options that describe a job without a file.</summary>
internal sealed class JobOptions
{
    private readonly Option<string?> _executable = new("--executable") { HelpName = "PROGRAM", Description = "Submit one job that runs this program." };
    private readonly Option<string?> _arguments = new("--arguments") { HelpName = "TEXT", Description = "With --executable: its arguments." };
    private readonly Option<string?> _name = new("--name") { HelpName = "NAME", Description = "With --executable: the job's name." };
    private readonly Option<string[]> _input = new("--input") { HelpName = "FILE", Description = "With --executable: a file the job needs; may be repeated." };
    private readonly Option<string[]> _output = new("--output") { HelpName = "FILE", Description = "With --executable: a file to bring home besides what the program prints; may be repeated." };

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _executable, _arguments, _name, _input, _output }) command.Add(option);
    }

    /// <summary>The description the options make; null without <c>--executable</c>.</summary>
    /// <param name="host">The process.</param>
    /// <param name="parsed">The command line.</param>
    /// <exception cref="UsageException">Other options are given without <c>--executable</c>.</exception>
    public JobDescriptionFile? Read(CliHost host, ParseResult parsed)
    {
        if (parsed.GetValue(_executable) is not { Length: > 0 } executable)
        {
            var stray = new Option[] { _arguments, _name, _input, _output }.FirstOrDefault(option => parsed.GetResult(option) is not null);
            return stray is null ? null : throw new UsageException($"{stray.Name} describes a job without a file.", "Add --executable PROGRAM.");
        }

        var ad = ClassAd.Empty
            .With("Executable", executable)
            .With("JobName", parsed.GetValue(_name) ?? Path.GetFileName(executable))
            .With("StdOutput", "std.out")
            .With("StdError", "std.err")
            .With("OutputSandbox", ["std.out", "std.err", .. parsed.GetValue(_output) ?? []]);
        if (parsed.GetValue(_arguments) is { } arguments) ad = ad.With("Arguments", arguments);
        if (parsed.GetValue(_input) is { Length: > 0 } input) ad = ad.With("InputSandbox", input);
        return new JobDescriptionFile("--input", ad, host.WorkingDirectory);
    }
}
