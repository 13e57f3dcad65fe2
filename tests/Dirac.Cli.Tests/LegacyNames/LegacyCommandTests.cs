using System.Text;
using System.Text.RegularExpressions;
using Dirac.Cli.LegacyNames;
using Dirac.Cli.Tests.Fakes;
using Dirac.Model.Jdl;

namespace Dirac.Cli.Tests.LegacyNames;

/// <summary>Every command does and prints what DIRAC's did when it was run.</summary>
public sealed partial class LegacyCommandTests(LegacyWorld world) : IClassFixture<LegacyWorld>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dirac-legacy-").FullName;

    public static TheoryData<string> Cases => [.. Golden.All.Keys];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Command_OfACase_DoesWhatDiracDoes(string name)
    {
        var golden = Golden.All[name];
        await PrepareAsync(golden);

        var outcome = await RunAsync(golden);

        var text = $"exit {outcome.Code}\n{Golden.Bare(outcome.Output.Replace(WorkingDirectory, "$PWD", StringComparison.Ordinal))}{await FilesAsync(golden)}";
        if (golden.Down) Assert.Matches($"\\A{Regex.Escape(golden.Expected).Replace("Failed\\ to\\ connect", "The DIRAC server at .* cannot be reached: .*", StringComparison.Ordinal)}\\z", text);
        else Assert.Equal(golden.Expected, text);
        if (golden.ShowsJdl && !golden.Down) Assert.Equal(golden.Jdl.Select(Meaning), world.Submitted.Select(Meaning));
    }

    private string WorkingDirectory => Path.Combine(_folder, "work");

    private async Task PrepareAsync(Golden golden)
    {
        world.Reset();
        Directory.CreateDirectory(WorkingDirectory);
        foreach (var (file, text) in golden.Files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(WorkingDirectory, file))!);
            await File.WriteAllTextAsync(Path.Combine(WorkingDirectory, file), text);
        }

        Directory.CreateDirectory(Path.Combine(_folder, ".dirac"));
        if (golden.Conf is not null) await File.WriteAllTextAsync(Path.Combine(_folder, ".dirac", "dcommands.conf"), golden.Conf);
    }

    private async Task<CommandLine.Outcome> RunAsync(Golden golden)
    {
        var line = new CommandLine(golden.Down ? null : world.Server) { WorkingDirectory = WorkingDirectory, Clock = new EagerClock() };
        line.Variables["HOME"] = _folder;
        if (golden.Down) (line.Variables["DIRAC_URL"], line.Variables["DIRAC_TOKEN"]) = ("http://127.0.0.1:1", "t");
        var (command, args) = LegacyCommands.Find($"/somewhere/{golden.Args[0]}", [.. golden.Args.Skip(1)])!.Value;
        return await line.RunAsync(host => LegacyCommands.RunAsync(command, args, host, TestContext.Current.CancellationToken));
    }

    private async Task<string> FilesAsync(Golden golden)
    {
        var text = new StringBuilder();
        foreach (var file in Directory.EnumerateFiles(WorkingDirectory, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var (name, content) = (Path.GetRelativePath(WorkingDirectory, file), await File.ReadAllTextAsync(file));
            if (golden.Files.GetValueOrDefault(name) != content) text.Append($"-- file {name}\n{content}");
        }

        return text.ToString();
    }

    // Layouts differ, and so do the names of the archive with the input files.
    private static string Meaning(string jdl) => ArchiveName().Replace(ClassAd.Parse(jdl.Trim()).ToString(), "SB:…");

    [GeneratedRegex("SB:[^\"]*", RegexOptions.CultureInvariant)]
    private static partial Regex ArchiveName();
}
