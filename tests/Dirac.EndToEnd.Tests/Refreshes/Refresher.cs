using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Dirac.EndToEnd.Tests.Refreshes;

/// <summary>A program with one person's login, which it renews without end; it looks at every answer, and at what is there when one is missing.</summary>
internal sealed class Refresher(RefreshWorld world, string person, ConcurrentDictionary<string, string> owners, Random random)
{
    private const int OneLogoutIn = 40;
    private const int LookedAt = 12;
    private readonly List<string> _dead = [];
    private string _token = "";

    /// <summary>How many answers came with new tokens.</summary>
    public int Renewals { get; private set; }

    /// <summary>How many answers to renewals never came.</summary>
    public int Losses { get; private set; }

    /// <summary>How many of those renewals had been made all the same.</summary>
    public int Repetitions { get; private set; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Renews until it is told to stop; the last login is good then.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        await LogInAsync();
        while (!stop.IsCancellationRequested)
        {
            if (random.Next(OneLogoutIn) == 0) await LogOutAsync();
            else await RenewAsync();
        }
    }

    /// <summary>What holds once nobody kills any more: the last answer is good, nothing that was used or ended is, and who presents that ends the login.</summary>
    public async Task CheckAsync()
    {
        Assert.Equal(1, await world.LiveTokensAsync(person));
        await RenewAsync();
        foreach (var dead in random.GetItems(_dead.ToArray(), LookedAt)) Refused(await AskAsync(dead));
        Refused(await AskAsync(_token));
        Assert.Equal(0, await world.LiveTokensAsync(person));
    }

    private async Task RenewAsync()
    {
        var presented = _token;
        var reply = await AskAsync(presented);
        if (reply is null)
        {
            Losses++;
            // Old or new, whichever the database has: one of them, whole.
            var live = await LookAsync();
            Assert.True(live == 1, $"{person}: an answer to a renewal was lost, and {live} refresh tokens are good.");
            reply = await InsistAsync(() => AskAsync(presented));
        }

        _dead.Add(presented);
        if (reply.Value.Status == 200)
        {
            Renewals++;
            Keep(reply.Value.Body);
            return;
        }

        Refused(reply);
        Assert.True(Losses > Repetitions, $"{person}: a token that an answer had brought was refused: {reply.Value.Body}");
        Repetitions++;
        Assert.Equal(0, await LookAsync());
        await LogInAsync();
    }

    private async Task LogOutAsync()
    {
        var reply = await InsistAsync(() => PostAsync("/api/auth/revoke", ("token", _token)));
        Assert.Equal(200, reply.Status);
        _dead.Add(_token);
        Assert.Equal(0, await LookAsync());
        await LogInAsync();
    }

    private async Task LogInAsync()
    {
        while (true)
        {
            var code = await InsistAsync(FindCodeAsync);
            var reply = await InsistAsync(() => PostAsync(
                "/api/auth/token", ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", RefreshWorld.Portal), ("code_verifier", PortalLogin.Verifier), ("client_id", "myDIRACClientID")));
            if (reply.Status == 200)
            {
                Keep(reply.Body);
                return;
            }

            // The answer was lost: the code comes twice, and what it gave is ended.
            Assert.Equal((400, "invalid_grant"), (reply.Status, (string?)reply.Body["error"]));
            Assert.Equal(0, await LookAsync());
        }
    }

    private void Keep(JsonObject tokens)
    {
        _token = (string)tokens["refresh_token"]!;
        var claims = JsonNode.Parse(Base64Url.DecodeFromChars(((string)tokens["access_token"]!).Split('.')[1]))!;
        Assert.Equal(RefreshWorld.SubjectOf(person), (string?)claims["sub"]);
        Assert.True(owners.TryAdd(_token, person), $"{person} was given a token that {owners[_token]} had got before.");
    }

    private void Refused((int Status, JsonObject Body)? reply)
    {
        Assert.True(reply is { Status: 401 } && (string?)reply.Value.Body["error"] == "invalid_grant", $"{person}: a token that was used up was answered with {reply?.Status} {reply?.Body}.");
        Assert.Contains("Log in again.", (string?)reply!.Value.Body["detail"], StringComparison.Ordinal);
    }

    private Task<(int Status, JsonObject Body)?> AskAsync(string token) =>
        PostAsync("/api/auth/token", ("grant_type", "refresh_token"), ("refresh_token", token), ("client_id", "myDIRACClientID"));

    private async Task<int> LookAsync() => await InsistAsync(async () => await TryAsync(async () => (int?)await world.LiveTokensAsync(person)));

    private Task<string?> FindCodeAsync() => TryAsync(async () => (string?)await PortalLogin.GoAsync(world.Client, person));

    // Null when no answer came.
    private async Task<(int Status, JsonObject Body)?> PostAsync(string path, params (string Name, string Value)[] fields) => await TryAsync<(int, JsonObject)?>(async () =>
    {
        using var content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using var response = await world.Client.PostAsync(path, content, Token);
        var body = JsonNode.Parse(await response.Content.ReadAsStringAsync(Token));
        return ((int)response.StatusCode, body as JsonObject ?? []);
    });

    private async Task<T?> TryAsync<T>(Func<Task<T?>> sendAsync)
    {
        await world.UntilUpAsync();
        try
        {
            return await sendAsync();
        }
        catch (Exception away) when (away is HttpRequestException or IOException)
        {
            return default;
        }
    }

    private static async Task<T> InsistAsync<T>(Func<Task<T?>> tryAsync)
        where T : struct
    {
        while (true)
        {
            if (await tryAsync() is { } answer) return answer;
        }
    }

    private static async Task<string> InsistAsync(Func<Task<string?>> tryAsync)
    {
        while (true)
        {
            if (await tryAsync() is { } answer) return answer;
        }
    }
}
