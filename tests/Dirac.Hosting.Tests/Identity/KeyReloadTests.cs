using System.Net;
using Dirac.Security.Tokens;

namespace Dirac.Hosting.Tests.Identity;

public sealed class KeyReloadTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Keys_ChangedWhileTheServerRuns_ArePublishedAndSign_AndABrokenFileChangesNothing()
    {
        await using var server = await RunningServer.StartAsync();
        var (old, editor) = (server.Token("NormalUser"), new KeySetEditor(SigningKeys.UsualFile(server.Data)));

        var added = editor.Add();
        editor.Use(added);
        await server.Log.SeenAsync(5730, Cancellation);

        var keys = await server.GetAsync("/.well-known/jwks.json").JsonAsync();
        Assert.Contains(added, keys.GetProperty("keys").EnumerateArray().Select(key => key.GetProperty("kid").GetString()));
        using var seen = await server.GetAsync("/api/auth/userinfo", old);
        Assert.Equal(HttpStatusCode.OK, seen.StatusCode);

        await File.WriteAllTextAsync(SigningKeys.UsualFile(server.Data) + ".new", "{}", Cancellation);
        File.Move(SigningKeys.UsualFile(server.Data) + ".new", SigningKeys.UsualFile(server.Data), overwrite: true);
        await server.Log.SeenAsync(5731, Cancellation);
        using var still = await server.GetAsync("/api/auth/userinfo", old);
        Assert.Equal(HttpStatusCode.OK, still.StatusCode);
    }
}
