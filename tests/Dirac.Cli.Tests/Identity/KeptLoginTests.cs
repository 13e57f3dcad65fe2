using System.Diagnostics;
using Dirac.Cli.Shell;
using Dirac.Cli.Tests.Fakes;
using Dirac.Client.Http;
using Dirac.Client.Identity;
using Dirac.Client.Identity.Kept;
using Dirac.Model.Errors;
using Dirac.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Dirac.Cli.Tests.Identity;

/// <summary>A refresh token is sent once, however many ask at the same time and whatever happens to the answer.</summary>
public sealed class KeptLoginTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly TempFolder _home = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string TokensPath => _home.File("dirac/tokens/lab.json");

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Get_ManyAtOnce_RenewOnce()
    {
        await using var server = await LoggedInAsync(lifetime: 0);

        var tokens = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => AskAsync(server))));

        Assert.Equal((1, 0), (server.Renewals, server.Thefts));
        Assert.True(server.Knows(Assert.Single(tokens.Distinct())));
    }

    [Fact]
    public async Task Get_ManyProcesses_RenewOnce()
    {
        await using var server = await LoggedInAsync(lifetime: 0);

        var outputs = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => RunProcessAsync("login", "--print-token", "--profile", "lab")));

        Assert.Equal((1, 0), (server.Renewals, server.Thefts));
        Assert.True(server.Knows(Assert.Single(outputs.Distinct())), outputs[0]);
    }

    [Fact]
    public async Task Get_TokenThatTheServerRefuses_IsRenewedOnce()
    {
        await using var server = await LoggedInAsync(lifetime: 1200);
        server.ForgetAccess();
        var connections = Enumerable.Range(0, 5).Select(_ => new ApiConnection(new ApiConnectionOptions { Url = new Uri(server.Url) }, Login(server))).ToList();

        await Task.WhenAll(connections.Select(connection => new IdentityClient(connection).WhoAmIAsync(Cancellation)));

        Assert.Equal((1, 0), (server.Renewals, server.Thefts));
        connections.ForEach(connection => connection.Dispose());
    }

    [Fact]
    public async Task Get_AnswerLost_IsLogInAgainAndTheTokenIsNeverSentAgain()
    {
        await using var server = await LoggedInAsync(lifetime: 0);
        server.RenewsFirst = true;
        server.OnRenewal = Hangup;

        var first = await Assert.ThrowsAsync<DiracException>(() => AskAsync(server));
        server.OnRenewal = null;
        var second = await Assert.ThrowsAsync<DiracException>(() => AskAsync(server));

        Assert.Equal((ErrorCode.NotAuthenticated, ErrorCode.NotAuthenticated), (first.Code, second.Code));
        Assert.Contains("lost", second.Message, StringComparison.Ordinal);
        Assert.Contains("dirac login --profile lab", second.Advice, StringComparison.Ordinal);
        Assert.Equal((1, 0), (server.Renewals, server.Thefts));
    }

    [Fact]
    public async Task Get_Refused_IsLogInAgainWithoutAnotherQuestion()
    {
        await using var server = await LoggedInAsync(lifetime: 0);
        await using var other = await AuthServer.StartAsync();

        var first = await Assert.ThrowsAsync<DiracException>(() => AskAsync(other));
        var isAskedAgain = false;
        other.OnRenewal = _ => isAskedAgain = true;
        var second = await Assert.ThrowsAsync<DiracException>(() => AskAsync(other));

        Assert.False(isAskedAgain);
        Assert.Contains("does not renew it", first.Message, StringComparison.Ordinal);
        Assert.Contains("dirac login --profile lab", second.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(503)]
    [InlineData(429)]
    public async Task Get_ServerBusy_KeepsTheLogin(int status)
    {
        await using var server = await LoggedInAsync(lifetime: 0);
        server.OnRenewal = context =>
        {
            context.Response.StatusCode = status;
            return true;
        };

        await Assert.ThrowsAsync<ApiException>(() => AskAsync(server));
        server.OnRenewal = null;

        Assert.True(server.Knows(await AskAsync(server)));
        Assert.Equal(0, server.Thefts);
    }

    [Fact]
    public async Task Get_ServerAway_KeepsTheLogin()
    {
        await using var server = await LoggedInAsync(lifetime: 0);
        Assert.Equal(ErrorCode.Unavailable, (await Assert.ThrowsAsync<DiracException>(() => AskAsync("http://127.0.0.1:1"))).Code);

        Assert.True(server.Knows(await AskAsync(server)));
    }

    [Fact]
    public async Task Get_CloseToItsEnd_IsRenewed_AndAfterTheLoginsEndNobodyIsAsked()
    {
        await using var server = await LoggedInAsync(lifetime: 1200);
        using var early = Login(server.Url, new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddSeconds(1100)));
        using var close = Login(server.Url, new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddSeconds(1170)));
        using var late = Login(server.Url, new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddDays(400)));

        await early.GetTokenAsync(null, Cancellation);
        Assert.Equal(0, server.Renewals);
        await close.GetTokenAsync(null, Cancellation);
        Assert.Equal(1, server.Renewals);
        var over = await Assert.ThrowsAsync<DiracException>(async () => await late.GetTokenAsync(null, Cancellation));

        Assert.Contains("expired at", over.Message, StringComparison.Ordinal);
        Assert.Equal((1, 0), (server.Renewals, server.Thefts));
    }

    // Half a minute before its end it is renewed already.
    [Fact]
    public async Task Get_StillGoodAndServerAway_IsUsed_ButNotOneThatTheServerRefused()
    {
        await using var server = await LoggedInAsync(lifetime: 1200);
        using var login = Login("http://127.0.0.1:1", new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddSeconds(1170)));

        var token = await login.GetTokenAsync(null, Cancellation);

        Assert.True(server.Knows(token));
        Assert.Equal(ErrorCode.Unavailable, (await Assert.ThrowsAsync<DiracException>(async () => await login.GetTokenAsync(token, Cancellation))).Code);
    }

    [Fact]
    public async Task Get_NoAnswerToTheRenewal_IsWaitedForHalfAMinute()
    {
        await using var server = await LoggedInAsync(lifetime: 0);
        using var asked = new SemaphoreSlim(0);
        server.OnRenewal = context =>
        {
            asked.Release();
            return context.RequestAborted.WaitHandle.WaitOne(Patience);
        };
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        using var login = Login(server.Url, clock);

        var waiting = Task.Run(async () => await login.GetTokenAsync(null, Cancellation), Cancellation);
        Assert.True(await asked.WaitAsync(Patience, Cancellation));
        clock.Advance(TimeSpan.FromSeconds(29));
        Assert.False(waiting.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Contains("lost", (await Assert.ThrowsAsync<DiracException>(() => waiting.WaitAsync(Patience, Cancellation))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_NobodyLoggedIn_TellsHow() =>
        Assert.Contains("dirac login --profile lab", (await Assert.ThrowsAsync<DiracException>(() => AskAsync("http://127.0.0.1:1"))).Advice, StringComparison.Ordinal);

    [Fact]
    public async Task Get_FileOpenToOthers_IsRefused()
    {
        await using var server = await LoggedInAsync(lifetime: 1200);
        File.SetUnixFileMode(TokensPath, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        Assert.Equal(ErrorCode.NotAuthorized, (await Assert.ThrowsAsync<DiracException>(() => AskAsync(server))).Code);
    }

    private static bool Hangup(Microsoft.AspNetCore.Http.HttpContext context)
    {
        context.Abort();
        return true;
    }

    private Task<string> AskAsync(AuthServer server) => AskAsync(server.Url);

    private async Task<string> AskAsync(string url)
    {
        using var login = Login(url);
        return await login.GetTokenAsync(null, Cancellation);
    }

    private KeptLogin Login(AuthServer server) => Login(server.Url);

    private KeptLogin Login(string url, TimeProvider? clock = null) => new(
        new TokenFile(TokensPath, TimeProvider.System), () => new ApiConnection(new ApiConnectionOptions { Url = new Uri(url) }, null), "Log in again: dirac login --profile lab", clock ?? TimeProvider.System);

    private async Task<AuthServer> LoggedInAsync(int lifetime)
    {
        var server = await AuthServer.StartAsync();
        server.Lifetime = lifetime;
        var line = new CommandLine { Clock = new LeapingClock(), Variables = new() { ["XDG_CONFIG_HOME"] = _home.FullPath } };
        Assert.Equal(ExitCodes.Ok, (await line.RunAsync("login", "--url", server.Url, "--profile", "lab")).Code);
        server.Lifetime = 1200;
        return server;
    }

    private async Task<string> RunProcessAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "dirac"), arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["XDG_CONFIG_HOME"] = _home.FullPath;
        start.Environment["DIRAC_TOKEN"] = "";
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(Cancellation);
        var error = await process.StandardError.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        Assert.True(process.ExitCode == 0, error);
        return output.Trim();
    }
}
