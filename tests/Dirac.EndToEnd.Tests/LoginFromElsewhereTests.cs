using System.Text.RegularExpressions;
using Dirac.Client.Identity;
using Dirac.Installation;
using Dirac.Testing;

namespace Dirac.EndToEnd.Tests;

/// <summary>A person on another machine, with nothing but the command line: logs in over https with a pinned certificate, submits a job and fetches its output.</summary>
public sealed partial class LoginFromElsewhereTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private readonly TempFolder _folder = new();
    private FarNetworks? _networks;
    private RunningProgram? _server;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Data => _folder.File("data");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_server is { HasExited: false } server)
        {
            server.Terminate();
            await server.WaitAsync(CancellationToken.None);
        }

        if (_networks is not null) await _networks.StopAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Person_AtAnotherHost_LogsInSubmitsAndFetches()
    {
        (_networks, var whyNot) = await FarNetworks.StartAsync(_folder.File("networks"), Token);
        Assert.SkipWhen(_networks is null, whyNot);
        var server = await StartAsync();

        var untrusted = await FarAsync("login", "--url", server);
        Assert.Equal(4, untrusted.Code);
        var fingerprint = Fingerprint().Match(untrusted.Output).Value;
        await LogInAsync(server, fingerprint);

        var who = await FarAsync("whoami");
        Assert.Contains(server, who.Output, StringComparison.Ordinal);
        var submitted = await FarAsync("job", "submit", "--executable", "/bin/echo", "--arguments", "from elsewhere");
        var job = Number().Match(submitted.Output).Value;
        Assert.Equal(0, (await FarAsync("job", "wait", job, "--timeout", "60s")).Code);
        var fetched = await FarAsync("job", "output", job, "--into", _folder.File("output"));
        Assert.True(fetched.Code == 0, fetched.Output);
        Assert.Contains(
            "from elsewhere", string.Join('\n', Directory.EnumerateFiles(_folder.File("output"), "*", SearchOption.AllDirectories).Select(File.ReadAllText)), StringComparison.Ordinal);
        Assert.Equal(0, (await FarAsync("logout")).Code);
        Assert.Equal(4, (await FarAsync("job", "list")).Code);
    }

    [GeneratedRegex("([0-9A-F]{2}:){31}[0-9A-F]{2}")]
    private static partial Regex Fingerprint();

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Number();

    [GeneratedRegex("https://\\S+user_code=[A-Z0-9-]+")]
    private static partial Regex Link();

    [GeneratedRegex("name=\"ticket\" value=\"([^\"]+)\"")]
    private static partial Regex Ticket();

    // Server and pilot at the gate, which the node can call and which does not know the node's person.
    private async Task<string> StartAsync()
    {
        string[] words = [.. _networks!.In(FarNetworks.Gate), Programs.Cli, "up", "--data", Data, "--urls", "https://0.0.0.0:8443", "--processors", "1"];
        _server = RunningProgram.Start(words[0], words[1..], _folder.File("up.log"), environment: new Dictionary<string, string> { ["DIRAC_SERVER_BIN"] = Programs.Server, ["DIRAC_PILOT_BIN"] = Programs.Pilot });
        await UntilAsync(() => File.Exists(Path.Combine(Data, ServerReady.FileName)) && ReadLog("up.log").Contains("Ctrl-C stops both", StringComparison.Ordinal), "up.log");
        return $"https://{FarNetworks.InnerGateAddress}:8443";
    }

    private async Task LogInAsync(string server, string fingerprint)
    {
        string[] words = [.. _networks!.In(FarNetworks.Node), Programs.Cli, "login", "--url", server, "--trust-fingerprint", fingerprint];
        await using var login = RunningProgram.Start(words[0], words[1..], _folder.File("login.log"), environment: Environment());
        await UntilAsync(() => Link().IsMatch(ReadLog("login.log")), "login.log");
        await AllowAsync(Link().Match(ReadLog("login.log")).Value);
        Assert.True(await login.WaitAsync(Token) == 0, ReadLog("login.log"));
    }

    // What the owner's browser does: it has the session of the link that `dirac up` printed.
    private async Task AllowAsync(string link)
    {
        var session = (await NearAsync(Programs.Cli, "login", "--local", "--print-token", "--data", Data)).Output.Trim();
        await File.WriteAllTextAsync(_folder.File("session"), $"header = \"Cookie: dirac-session={session}\"\n", Token);
        string[] browser = ["curl", "--silent", "--show-error", "--cacert", Path.Combine(Data, "ca.pem"), "--config", _folder.File("session"), "--cookie-jar", _folder.File("cookies")];
        var page = await NearAsync([.. browser, "--header", "Accept: text/html", link]);
        var address = new Uri(link).GetLeftPart(UriPartial.Authority);
        var answer = await NearAsync(
            [.. browser, "--cookie", _folder.File("cookies"), "--header", $"Origin: {address}", "--header", "Accept: text/html", "--data-urlencode", $"ticket={Ticket().Match(page.Output).Groups[1].Value}", "--data", "answer=allow", $"{address}/api/auth/device/confirm"]);
        Assert.True(page.Code == 0 && answer.Code == 0, page.Output + answer.Output);
    }

    private Task<(int Code, string Output)> FarAsync(params string[] arguments) =>
        Command.RunAsync([.. _networks!.In(FarNetworks.Node), Programs.Cli, .. arguments], Environment(), Token);

    private Task<(int Code, string Output)> NearAsync(params string[] words) => Command.RunAsync([.. _networks!.In(FarNetworks.Gate), .. words], new Dictionary<string, string>(), Token);

    private Dictionary<string, string> Environment() => new() { ["XDG_CONFIG_HOME"] = _folder.File("far/config"), ["XDG_DATA_HOME"] = _folder.File("far/data"), ["DIRAC_DATA"] = "", ["DIRAC_URL"] = "" };

    private string ReadLog(string name) => File.Exists(_folder.File(name)) ? File.ReadAllText(_folder.File(name)) : "";

    private async Task UntilAsync(Func<bool> isSo, string log)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!isSo())
        {
            if (TimeProvider.System.GetElapsedTime(began) > Patience) Assert.Fail($"It did not happen; the log says: {ReadLog(log)}");
            await Task.Delay(Pause, TimeProvider.System, Token);
        }
    }
}
