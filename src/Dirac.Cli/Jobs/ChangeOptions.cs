using System.CommandLine;

namespace Dirac.Cli.Jobs;

/// <summary>The options of the commands that change many jobs.</summary>
internal sealed class ChangeOptions
{
    /// <summary>Whether the answer is yes already.</summary>
    public Option<bool> Yes { get; } = new("--yes", "-y") { Description = "Do not ask." };

    /// <summary>Whether the jobs are only listed.</summary>
    public Option<bool> DryRun { get; } = new("--dry-run") { Description = "List the jobs this is about, and change nothing." };

    /// <summary>Whether the command ends as soon as the server has accepted.</summary>
    public Option<bool> NoWait { get; } = new("--no-wait") { Description = "Do not wait for the end; print the operation's number." };

    /// <summary>Why it is done.</summary>
    public Option<string?> Note { get; } = new("--note") { HelpName = "TEXT", Description = "Why, for those who look at the operation later." };

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { Yes, DryRun, NoWait, Note }) command.Add(option);
    }
}
