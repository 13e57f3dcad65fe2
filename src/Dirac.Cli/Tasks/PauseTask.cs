using System.CommandLine;
using Dirac.Cli.Shell;

namespace Dirac.Cli.Tasks;

/// <summary><c>dirac task pause|resume</c>: holds a kind of task back and lets it go on.</summary>
internal static class PauseTask
{
    /// <summary>Makes <c>pause</c>.</summary>
    /// <param name="host">The process.</param>
    public static Command CreatePause(CliHost host)
    {
        var (name, group) = (TaskOptions.Name(), TaskOptions.As());
        var reason = new Option<string>("--reason") { HelpName = "TEXT", Description = "Why; others will read it.", Required = true };
        return new Command("pause", "Begin no more tasks of a kind, in any process. Those that run may end.") { name, reason, group }.Does(host, async (session, parsed, cancellationToken) =>
        {
            await session.WorkAsAsync(parsed.GetValue(group), TaskOptions.Rights, cancellationToken);
            await session.Tasks.PauseAsync(parsed.GetRequiredValue(name), parsed.GetRequiredValue(reason), cancellationToken);
            session.Screen.Note($"{parsed.GetRequiredValue(name)} is paused: within two seconds no more of it is begun. '{session.Screen.Program} task resume' lets it go on.");
            return ExitCodes.Ok;
        });
    }

    /// <summary>Makes <c>resume</c>.</summary>
    /// <param name="host">The process.</param>
    public static Command CreateResume(CliHost host)
    {
        var (name, group) = (TaskOptions.Name(), TaskOptions.As());
        return new Command("resume", "Let a paused kind of task go on, the oldest tasks first.") { name, group }.Does(host, async (session, parsed, cancellationToken) =>
        {
            await session.WorkAsAsync(parsed.GetValue(group), TaskOptions.Rights, cancellationToken);
            await session.Tasks.ResumeAsync(parsed.GetRequiredValue(name), cancellationToken);
            session.Screen.Note($"{parsed.GetRequiredValue(name)} goes on.");
            return ExitCodes.Ok;
        });
    }
}
