using System.CommandLine;
using Dirac.Cli.Local;
using Dirac.Cli.Shell;

namespace Dirac.Cli.Tasks;

/// <summary><c>dirac task run</c>: calls one handler at once, in a process of its own beside any server.</summary>
internal static class RunTask
{
    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var (name, message) = (TaskOptions.Name(), TaskOptions.Message());
        var config = new Option<string[]>("--config") { HelpName = "FILE", Description = "Configuration of the installation (CFG), as its server has it. Default: dirac.cfg in the data directory." };
        var debugger = new Option<bool>("--debugger") { Description = "Wait until a debugger is attached; the process number is printed." };
        return new Command(
            "run",
            "Run one task at once, in a process of its own on this machine: no queue, no locks, no limits, no retries. It needs the data directory, not a server. "
            + "Without JSON: print the shape of its message. Logs go to standard error; exit codes: 0 done, 1 failed or too early, 2 wrong input.") { name, message, config, debugger }
            .Does(host, async (session, parsed, cancellationToken) =>
            {
                List<string> arguments = ["task", "run", parsed.GetRequiredValue(name), "--data", session.DataDirectory];
                foreach (var file in parsed.GetValue(config) ?? []) arguments.AddRange(["--config", Path.GetFullPath(file, host.WorkingDirectory)]);
                if (parsed.GetValue(debugger)) arguments.Add("--debugger");
                var text = await TaskOptions.ReadMessageAsync(parsed, message, host, cancellationToken);
                if (text is not null) arguments.Add("-");
                return await ForegroundProcess.RunAsync(new ProgramLocator(host, AppContext.BaseDirectory).Server, arguments, text, host, cancellationToken);
            });
    }
}
