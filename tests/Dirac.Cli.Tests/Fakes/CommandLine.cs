using Dirac.Cli.Shell;

namespace Dirac.Cli.Tests.Fakes;

/// <summary>Runs the command line in this process and catches what it prints.</summary>
internal sealed class CommandLine(FakeServer? server = null)
{
    public Dictionary<string, string> Variables { get; init; } = [];

    public string Input { get; set; } = "";

    public bool InputIsTerminal { get; set; }

    public bool OutputIsTerminal { get; set; }

    public string WorkingDirectory { get; set; } = Path.GetTempPath();

    public TimeProvider Clock { get; set; } = TimeProvider.System;

    public Task<Outcome> RunAsync(params string[] args) => RunAsync(TestContext.Current.CancellationToken, args);

    /// <summary>Runs it; <paramref name="interrupt"/> is Ctrl-C.</summary>
    public Task<Outcome> RunAsync(CancellationToken interrupt, params string[] args) => RunAsync(host => DiracCommand.RunAsync(args, host, interrupt));

    /// <summary>Runs <paramref name="runAsync"/> as the process would.</summary>
    public async Task<Outcome> RunAsync(Func<CliHost, Task<int>> runAsync)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var input = new StringReader(Input);
        // Nobody's own profiles shall count here.
        Variables.TryAdd("XDG_CONFIG_HOME", Path.Combine(Path.GetTempPath(), "dirac-cli-test-nobody"));
        if (server is not null) Variables["DIRAC_DATA"] = server.DataDirectory;
        var host = new CliHost
        {
            Input = input, Output = output, Error = error, Clock = Clock, WorkingDirectory = WorkingDirectory,
            InputIsTerminal = InputIsTerminal, OutputIsTerminal = OutputIsTerminal, Variable = name => Variables.GetValueOrDefault(name),
        };
        var code = await runAsync(host);
        return new Outcome(code, output.ToString(), error.ToString());
    }

    /// <summary>What a command did.</summary>
    internal sealed record Outcome(int Code, string Output, string Error);
}
