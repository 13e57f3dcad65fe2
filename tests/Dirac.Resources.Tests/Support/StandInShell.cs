using Dirac.Resources.Shells;
using Dirac.Testing;

namespace Dirac.Resources.Tests.Support;

/// <summary>This machine's shell, where some commands are replaced by scripts and answers may get lost.</summary>
internal sealed class StandInShell(TempFolder folder) : IShell
{
    private readonly LocalShell _shell = new(new HostProgram(TimeProvider.System), TimeSpan.FromSeconds(30));
    private readonly List<string> _prelude = [$"PATH={folder.File("stand-ins")}:$PATH; export PATH"];

    /// <summary>What becomes of an answer on its way.</summary>
    public Func<ShellReply, ShellReply> OnTheWay { get; set; } = reply => reply;

    /// <summary>Sets a variable of the environment of all scripts.</summary>
    public void Set(string variable, string value) => _prelude.Add($"{variable}={ShellText.Quote(value)}; export {variable}");

    /// <summary>Puts a script in the place of a command.</summary>
    public void Replace(string command, string script)
    {
        Directory.CreateDirectory(folder.File("stand-ins"));
        var path = folder.File($"stand-ins/{command}");
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Puts the command back in its place.</summary>
    public void Restore(string command) => File.Delete(folder.File($"stand-ins/{command}"));

    public async Task<ShellReply> RunAsync(string script, CancellationToken cancellationToken) =>
        OnTheWay(await _shell.RunAsync($"{string.Join('\n', _prelude)}\n{script}", cancellationToken));

    public async Task<ShellReply> FeedAsync(string command, string file, CancellationToken cancellationToken) =>
        OnTheWay(await _shell.FeedAsync($"{string.Join('\n', _prelude)}\n{command}", file, cancellationToken));
}
