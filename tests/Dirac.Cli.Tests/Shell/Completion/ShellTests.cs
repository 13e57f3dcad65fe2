using Dirac.Cli.Tests.Fakes;

namespace Dirac.Cli.Tests.Shell.Completion;

/// <summary>The scripts in the shells they are for.</summary>
public sealed class ShellTests
{
    // Types into a zsh of its own and reads the line back that a key prints. What is looked for is written so that its echo does not look the same.
    private const string TypeIntoZsh =
        """
        zmodload zsh/zpty
        zpty shell "PATH=$PATH TERM=dumb zsh -f -i"
        zpty -w shell 'PS1= PS2= RPS1=; unsetopt zle_bracketed_paste; autoload -Uz compinit; compinit -D -u; source completion.zsh'
        zpty -w shell 'show() { print -r -- "<""<$BUFFER>"">"; BUFFER=; zle reset-prompt }; zle -N show; bindkey "^Xs" show; print REA''DY'
        zpty -r -m shell line '*READY*'
        zpty -n -w shell "$1"$'\t\x18s'
        zpty -r -m shell line '*<<*>>*'
        print -r -- "${${line##*<<}%%>>*}"
        zpty -d shell
        """;

    [Theory]
    [InlineData("job sub", "submit")]
    [InlineData("job list --status Wai", "Waiting")]
    [InlineData("job list --status = Wai", "Waiting")]
    [InlineData("job list --status Done,Wai", "Done,Waiting")]
    [InlineData("job submit exam", "example.jdl")]
    public async Task Bash_Words_AreCompleted(string words, string expected)
    {
        using var place = await PlaceAsync("bash");

        var reply = await place.RunAsync("bash", "--norc", "-c", "source completion.bash; COMP_WORDS=(dirac $0); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _dirac; printf '%s\\n' \"${COMPREPLY[@]}\"", words);

        Assert.Equal(expected, reply);
    }

    [Theory]
    [InlineData("dirac job sub", "dirac job submit ")]
    [InlineData("dirac job list --status Wai", "dirac job list --status Waiting ")]
    [InlineData("dirac job list --status=Wai", "dirac job list --status=Waiting ")]
    [InlineData("dirac job submit exam", "dirac job submit example.jdl ")]
    public async Task Zsh_LineAndTab_IsCompleted(string line, string expected)
    {
        using var place = await PlaceAsync("zsh");

        Assert.Equal(expected.TrimEnd(), await place.RunAsync("zsh", "-f", "-c", TypeIntoZsh, "type", line));
    }

    [Theory]
    [InlineData("dirac job sub", "submit\tSubmit jobs with their input files")]
    [InlineData("dirac job list --status Wai", "Waiting")]
    [InlineData("dirac job list --status=Wai", "--status=Waiting")]
    [InlineData("dirac job submit exam", "example.jdl")]
    public async Task Fish_Line_IsCompleted(string line, string expected)
    {
        using var place = await PlaceAsync("fish");

        Assert.Equal(expected, await place.RunAsync("fish", "--no-config", "-c", "source completion.fish; complete -C $argv[1]", line));
    }

    private static async Task<ShellPlace> PlaceAsync(string shell)
    {
        var script = await new CommandLine().RunAsync("completion", shell);
        Assert.Equal(0, script.Code);
        return ShellPlace.Create(shell, script.Output);
    }
}
