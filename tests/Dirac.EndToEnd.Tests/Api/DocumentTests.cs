using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Dirac.EndToEnd.Tests.Api;

/// <summary>The document in the repository is that of the server, and a newer one breaks nobody.</summary>
[Collection(nameof(ApiServer))]
public sealed class DocumentTests(ApiServer server)
{
    private const string Name = "docs/user/reference/openapi.json";
    private const string AllowedName = "docs/user/reference/openapi-breaks.txt";
    private const string UpdateVariable = "DIRAC_UPDATE_OPENAPI";

    private static string Root => Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", ".."));

    [Fact]
    public async Task Document_InTheRepository_IsThatOfTheServer()
    {
        var token = TestContext.Current.CancellationToken;
        var path = Path.Combine(Root, Name);
        var served = (await server.SendAsync("get", "/api/openapi.json", "nobody")).Text;
        if (Environment.GetEnvironmentVariable(UpdateVariable) is { Length: > 0 }) await File.WriteAllTextAsync(path, served, token);

        Assert.True(await File.ReadAllTextAsync(path, token) == served, $"{Name} is not what the server serves; with {UpdateVariable}=1 this test writes it.");
    }

    [Fact]
    public async Task Document_AgainstTheCommittedOnes_BreaksNothingThatIsNotAllowed()
    {
        var allowed = (await File.ReadAllLinesAsync(Path.Combine(Root, AllowedName), TestContext.Current.CancellationToken)).ToHashSet(StringComparer.Ordinal);
        // The one of the last commit guards a change at hand, the one before that a change just committed.
        foreach (var commit in await CommitsAsync())
        {
            var committed = JsonNode.Parse(await GitAsync("show", $"{commit}:{Name}"))!.AsObject();
            Assert.Equal([], ApiBreaks.Find(committed, server.Document).Except(allowed, StringComparer.Ordinal));
        }
    }

    // Sources without their history have nothing to compare with.
    private static async Task<IReadOnlyList<string>> CommitsAsync() => Path.Exists(Path.Combine(Root, ".git"))
        ? (await GitAsync("log", "-2", "--format=%H", "--", Name)).Split('\n', StringSplitOptions.RemoveEmptyEntries)
        : [];

    private static async Task<string> GitAsync(params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["-C", Root, .. arguments]) { RedirectStandardOutput = true })!;
        var text = await git.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await git.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(git.ExitCode == 0, $"git {string.Join(' ', arguments)} failed.");
        return text;
    }
}
