using System.CommandLine;
using Dirac.Cli.Shell;

namespace Dirac.Cli.Tasks;

/// <summary><c>dirac task …</c>: the work that the server does by itself, and what went wrong with it.</summary>
internal static class TaskCommands
{
    /// <summary>Makes the command with all its verbs.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var command = new Command("task", "Look after the work that the server does by itself; for administrators.")
        {
            ListTasks.Create(host),
            ShowTask.Create(host),
            ListHistory.Create(host),
            AddTask.Create(host),
            RunTask.Create(host),
            ListDeadTasks.Create(host),
        };
        foreach (var change in ChangeDeadTasks.CreateAll(host)) command.Add(change);
        command.Add(PauseTask.CreatePause(host));
        command.Add(PauseTask.CreateResume(host));
        return command;
    }
}
