using System.Text.Json.Nodes;
using Dirac.Cli.Profiles;
using Dirac.Cli.Shell;
using Dirac.Cli.Tests.Fakes;
using Dirac.Testing;

namespace Dirac.Cli.Tests.Identity;

public sealed class LoginTests : IDisposable
{
    private readonly TempFolder _home = new();
    private readonly LeapingClock _clock = new();

    private string ProfilesFile => _home.File("dirac/profiles.json");

    private string TokensFile => _home.File("dirac/tokens/127.0.0.1.json");

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Login_AllowedInTheBrowser_IsKeptInFilesOfItsOwnerAlone()
    {
        await using var server = await AuthServer.StartAsync();

        var outcome = await RunAsync("login", "--url", server.Url);

        Assert.Equal(ExitCodes.Ok, outcome.Code);
        Assert.Contains($"{server.Url}/api/auth/device?user_code={AuthServer.UserCode}", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("as ann, group users of testvo", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("sign", outcome.Output + outcome.Error, StringComparison.Ordinal);
        Assert.Equal("vo:testvo", server.Scope);
        Assert.All((string[])[ProfilesFile, TokensFile], file => Assert.True(File.Exists(file), file));
        Assert.All(
            Directory.EnumerateFiles(Path.GetDirectoryName(ProfilesFile)!, "*", SearchOption.AllDirectories),
            file => Assert.Equal((file, UnixFileMode.UserRead | UnixFileMode.UserWrite), (file, File.GetUnixFileMode(file))));
        Assert.Contains("User:        ann", (await RunAsync("whoami")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Login_NotAllowedYet_AsksAtThePaceTheServerWants()
    {
        await using var server = await AuthServer.StartAsync();
        foreach (var error in (string[])["authorization_pending", "slow_down", "authorization_pending"]) server.Before.Enqueue(error);

        Assert.Equal(ExitCodes.Ok, (await RunAsync("login", "--url", server.Url)).Code);

        Assert.Equal([5, 5, 10, 10], _clock.Waits.Where(wait => wait >= TimeSpan.FromSeconds(1)).Select(wait => wait.TotalSeconds));
    }

    [Theory]
    [InlineData(AuthServer.Gone)]
    [InlineData(AuthServer.Broken)]
    public async Task Login_ServerAwayForAMoment_GoesOnMoreSlowly(string trouble)
    {
        await using var server = await AuthServer.StartAsync();
        server.Before.Enqueue(trouble);

        Assert.Equal(ExitCodes.Ok, (await RunAsync("login", "--url", server.Url)).Code);

        Assert.Equal([5, 10], _clock.Waits.Where(wait => wait >= TimeSpan.FromSeconds(1)).Select(wait => wait.TotalSeconds));
    }

    [Theory]
    [InlineData("access_denied", "refused")]
    [InlineData("expired_token", "not good any more")]
    [InlineData("invalid_grant", "failed")]
    public async Task Login_Refused_EndsWithFourAndKeepsNothing(string error, string words)
    {
        await using var server = await AuthServer.StartAsync();
        server.Before.Enqueue(error);

        var outcome = await RunAsync("login", "--url", server.Url);

        Assert.Equal(ExitCodes.NotAuthorized, outcome.Code);
        Assert.Contains(words, outcome.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(ProfilesFile));
    }

    [Fact]
    public async Task Login_NobodyAllowsIt_EndsWhenTheCodeDoes()
    {
        await using var server = await AuthServer.StartAsync();
        for (var question = 0; question < 1000; question++) server.Before.Enqueue("authorization_pending");

        var outcome = await RunAsync("login", "--url", server.Url);

        Assert.Contains("in time", outcome.Error, StringComparison.Ordinal);
        Assert.InRange(_clock.Waits.Count(wait => wait == TimeSpan.FromSeconds(5)), 115, 120);
    }

    [Fact]
    public async Task Login_CtrlC_SaysThatNobodyIsLoggedIn()
    {
        await using var server = await AuthServer.StartAsync();
        using var interrupt = new CancellationTokenSource();
        server.Before.Enqueue("authorization_pending");
        server.OnQuestion = interrupt.Cancel;

        var outcome = await Line().RunAsync(interrupt.Token, "login", "--url", server.Url);

        Assert.Equal(ExitCodes.Interrupted, outcome.Code);
        Assert.Contains("you are not logged in", outcome.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(ProfilesFile));
    }

    [Fact]
    public async Task Login_SeveralVos_NeedsOneNamedUnlessAPersonIsThere()
    {
        await using var server = await AuthServer.StartAsync();
        server.Vos = ["belle", "lhcb"];

        var unnamed = await RunAsync("login", "--url", server.Url);
        var wrong = await RunAsync("login", "--url", server.Url, "--vo", "lhbc");
        var asked = await Line(input: "2\n").RunAsync("login", "--url", server.Url);

        Assert.Equal(ExitCodes.Usage, unnamed.Code);
        Assert.Contains("Name one with --vo: belle, lhcb", unnamed.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Which one?", unnamed.Error, StringComparison.Ordinal);
        Assert.Contains("Did you mean lhcb?", wrong.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Ok, asked.Code);
        Assert.Equal("vo:lhcb", server.Scope);
    }

    [Fact]
    public async Task Login_Terminal_ShowsAnAddressToClickOn()
    {
        await using var server = await AuthServer.StartAsync();
        var line = Line();
        line.OutputIsTerminal = true;

        var outcome = await line.RunAsync("login", "--url", server.Url, "--no-browser");

        Assert.Contains($"\e]8;;{server.Url}/api/auth/device?user_code={AuthServer.UserCode}\e\\", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("browser should", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Login_AnotherGroup_IsAnotherProfileThatCommandsFind()
    {
        await using var server = await AuthServer.StartAsync();
        await RunAsync("login", "--url", server.Url);

        await RunAsync("login", "--url", server.Url, "--group", "admins");

        Assert.Equal("vo:testvo group:admins", server.Scope);
        var list = await RunAsync("profile", "list", "--json");
        Assert.Equal(["users", "admins"], JsonNode.Parse(list.Output)!.AsArray().Select(profile => profile!["group"]!.GetValue<string>()));
        Assert.Equal([false, true], JsonNode.Parse(list.Output)!.AsArray().Select(profile => profile!["in_use"]!.GetValue<bool>()));
    }

    [Fact]
    public async Task Login_HttpElsewhere_IsRefusedBeforeAnythingIsSent()
    {
        var outcome = await RunAsync("login", "--url", "http://dirac.example.org");

        Assert.Equal(ExitCodes.Usage, outcome.Code);
        Assert.Contains("in the clear", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Login_NoServerNamed_TellsWhatThereIs()
    {
        var outcome = await RunAsync("login");

        Assert.Equal(ExitCodes.Usage, outcome.Code);
        Assert.Contains("dirac login --url", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("dirac login --local --print-token", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PrintToken_OfAProfile_IsTheTokenAlone()
    {
        await using var server = await AuthServer.StartAsync();
        await RunAsync("login", "--url", server.Url);

        var outcome = await RunAsync("login", "--print-token");

        Assert.True(server.Knows(outcome.Output.TrimEnd()), outcome.Error);
        Assert.Equal("", outcome.Error);
    }

    [Fact]
    public async Task Logout_Login_IsRevokedAndItsTokensAreGone()
    {
        await using var server = await AuthServer.StartAsync();
        await RunAsync("login", "--url", server.Url);

        var outcome = await RunAsync("logout");

        Assert.Equal(ExitCodes.Ok, outcome.Code);
        Assert.Single(server.Revoked);
        Assert.False(File.Exists(TokensFile));
        var after = await RunAsync("job", "list");
        Assert.Equal(ExitCodes.NotAuthorized, after.Code);
        Assert.Contains("dirac login --profile 127.0.0.1", after.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Logout_ServerAway_RemovesTheTokensAndSaysWhenTheyEnd()
    {
        var server = await AuthServer.StartAsync();
        await RunAsync("login", "--url", server.Url);
        await server.DisposeAsync();

        var outcome = await RunAsync("logout", "--all");

        Assert.Equal(ExitCodes.Unreachable, outcome.Code);
        Assert.Contains("could not be told", outcome.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(TokensFile));
    }

    [Fact]
    public async Task WhoAmI_Json_HasEveryCredentialAndNoSecret()
    {
        await using var server = await AuthServer.StartAsync();
        await RunAsync("login", "--url", server.Url);

        var outcome = await RunAsync("whoami", "--json");

        var report = JsonNode.Parse(outcome.Output)!;
        Assert.Equal(("ann", "127.0.0.1"), (report["preferred_username"]!.GetValue<string>(), report["profile"]!.GetValue<string>()));
        Assert.Equal(["access token", "refresh token"], report["credentials"]!.AsArray().Select(one => one!["kind"]!.GetValue<string>()));
        Assert.DoesNotContain("sign", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhoAmI_ServerAway_ShowsWhatThereIsHere()
    {
        var server = await AuthServer.StartAsync();
        await RunAsync("login", "--url", server.Url);
        await server.DisposeAsync();

        var outcome = await RunAsync("whoami");

        Assert.Equal(ExitCodes.Unreachable, outcome.Code);
        Assert.Contains("refresh token", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Profile_UseShowRemove_ChangeWhatCommandsTalkTo()
    {
        await using var one = await AuthServer.StartAsync();
        await using var two = await AuthServer.StartAsync();
        await RunAsync("login", "--url", one.Url, "--profile", "one");
        await RunAsync("login", "--url", two.Url, "--profile", "two");

        await RunAsync("profile", "use", "one");

        Assert.Contains(one.Url, (await RunAsync("whoami")).Output, StringComparison.Ordinal);
        Assert.Contains(two.Url, (await RunAsync("whoami", "--profile", "two")).Output, StringComparison.Ordinal);
        Assert.Contains(two.Url, (await RunAsync("whoami", "--url", two.Url)).Output, StringComparison.Ordinal);
        Assert.Contains("the authorities of this system", (await RunAsync("profile", "show", "two")).Output, StringComparison.Ordinal);
        Assert.Contains("is for", (await RunAsync("login", "--url", two.Url, "--profile", "one")).Error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Ok, (await RunAsync("profile", "remove", "two")).Code);
        Assert.Single(two.Revoked);
        Assert.Equal(ExitCodes.Usage, (await RunAsync("profile", "show", "two")).Code);
        await RunAsync("profile", "use", "--none");
        Assert.Contains("No profile is in use", (await RunAsync("profile", "show")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Book_Name_IsNeverAPlaceElsewhere() =>
        Assert.Throws<UsageException>(() => Cli.Identity.LoginTarget.Decide(new ServerWishes("../x", "https://a", null), new ServerWishes(null, null, null), ProfileBook.Empty));

    private Task<CommandLine.Outcome> RunAsync(params string[] args) => Line().RunAsync(args);

    private CommandLine Line(string? input = null) => new()
    {
        Clock = _clock, Input = input ?? "", InputIsTerminal = input is not null,
        Variables = new() { ["XDG_CONFIG_HOME"] = _home.FullPath, ["DIRAC_PROGRAM"] = "dirac", ["X509_USER_PROXY"] = _home.File("no-proxy"), ["XDG_DATA_HOME"] = _home.File("none") },
    };
}
