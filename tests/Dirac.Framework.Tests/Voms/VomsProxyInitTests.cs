using Dirac.Framework.Tests.Support;
using Dirac.Framework.Voms;
using Dirac.Hosting.Serving.GridTls;
using Dirac.Persistence;
using Dirac.Security.Certificates.Proxies;
using Dirac.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Framework.Tests.Voms;

/// <summary>The program is played by small scripts.</summary>
public sealed class VomsProxyInitTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private ProxyServer? _server;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await ProxyServer.StartAsync(Engine.Sqlite);

    public async ValueTask DisposeAsync()
    {
        await _server!.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Dress_ProgramThatWorks_GetsAPrivateFileAndLeavesNothing()
    {
        var program = Script($"""
            echo "$*" >{_folder.File("arguments")}
            stat -c '%a' "$2" "$(dirname "$2")" >{_folder.File("modes")}
            dirname "$2" >{_folder.File("folder")}
            umask 077
            cp "$2" "$6"
            """);

        var dressed = Assert.IsType<VomsOutcome.Dressed>(await DressAsync(program, TimeSpan.FromHours(3)));

        using (dressed.Proxy) Assert.Equal(TestGrid.DnOf("ann"), dressed.Proxy.Identity.OneLine);
        Assert.Equal("600\n700\n", await File.ReadAllTextAsync(_folder.File("modes"), Token));
        Assert.Matches(@"^-cert \S+/in -key \S+/in -out \S+/out -voms demo:/demo/Role=x -valid 2:5[45] -bits 256 -r -timeout 12\n$", await File.ReadAllTextAsync(_folder.File("arguments"), Token));
        Assert.False(Directory.Exists((await File.ReadAllTextAsync(_folder.File("folder"), Token)).Trim()));
    }

    [Fact]
    public async Task Dress_ProgramThatFails_TellsItsWords()
    {
        var refused = Assert.IsType<VomsOutcome.Refused>(await DressAsync(Script("echo 'no such role' >&2; exit 1"), TimeSpan.FromHours(3)));

        Assert.Contains("Failed to set VOMS attributes", refused.Reason, StringComparison.Ordinal);
        Assert.Contains("no such role", refused.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dress_NothingMade_IsRefused() =>
        Assert.StartsWith("Can't load new proxy", Assert.IsType<VomsOutcome.Refused>(await DressAsync(Script("exit 0"), TimeSpan.FromHours(3))).Reason, StringComparison.Ordinal);

    [Fact]
    public async Task Dress_NoProgram_SaysThatItIsMissing() => Assert.EndsWith(
        "is not installed on this server", Assert.IsType<VomsOutcome.Refused>(await DressAsync(_folder.File("nothing"), TimeSpan.FromHours(3))).Reason, StringComparison.Ordinal);

    [Fact]
    public async Task Dress_ProxyThatEndsSoon_IsRefused() =>
        Assert.Equal("Proxy length is less that 300 secs", Assert.IsType<VomsOutcome.Refused>(await DressAsync("none", TimeSpan.FromMinutes(4))).Reason);

    private async Task<VomsOutcome> DressAsync(string program, TimeSpan lifetime)
    {
        using GridCredential proxy = _server!.Grid.Proxy(_server.Ann, "demo_voms", lifetime: lifetime);
        return await new VomsProxyInit(_server.Services.GetRequiredService<GridTlsKeeper>(), _server.Clock, program).DressAsync(proxy, "demo", "/demo/Role=x", Token);
    }

    private string Script(string text)
    {
        var path = _folder.File("program");
        File.WriteAllText(path, $"#!/bin/sh\n{text}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
