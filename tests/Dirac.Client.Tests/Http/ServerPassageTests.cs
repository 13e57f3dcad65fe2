using System.Net;
using System.Net.Sockets;
using Dirac.Client.Http;
using Dirac.Model.Errors;
using Dirac.Testing;

namespace Dirac.Client.Tests.Http;

public sealed class ServerPassageTests : IDisposable
{
    private static readonly string Key = new('a', RelayAddress.KeyLength);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("unix:/run/gate.sock")]
    [InlineData("relay:/home/u/.dirac/gate/relay")]
    [InlineData("files:/home/u/.dirac/gate/n.files")]
    public void Parse_Right_ReadsBack(string text) => Assert.Equal(text, ServerPassage.Parse(text, TimeProvider.System).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("unix:")]
    [InlineData("unix:relative")]
    [InlineData("tcp:/x")]
    [InlineData("relay:file")]
    [InlineData("files:")]
    [InlineData("files:here")]
    [InlineData("UNIX:/x")]
    public void Parse_Wrong_SaysHowToWriteIt(string text)
    {
        var error = Assert.Throws<DiracException>(() => ServerPassage.Parse(text, TimeProvider.System));

        Assert.Equal(ErrorCode.BadRequest, error.Code);
        Assert.Contains("unix:/path", error.Advice!, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_SocketPathTooLongForTheKernel_IsRefused() =>
        Assert.Equal(ErrorCode.BadRequest, Assert.Throws<DiracException>(() => ServerPassage.Parse("unix:/" + new string('x', 107), TimeProvider.System)).Code);

    [Theory]
    [InlineData("gate 4711 {key}\n", true)]
    [InlineData("fe80::1 1 {key}", true)]
    [InlineData("gate 0 {key}", false)]
    [InlineData("gate 65536 {key}", false)]
    [InlineData("gate -1 {key}", false)]
    [InlineData("gate 4711 {key}0", false)]
    [InlineData("gate 4711", false)]
    [InlineData("gate 4711 {key} more", false)]
    [InlineData(" 4711 {key}", false)]
    [InlineData("", false)]
    public void TryParse_Line_IsStrict(string line, bool isRight)
    {
        var address = RelayAddress.TryParse(line.Replace("{key}", Key, StringComparison.Ordinal));

        Assert.Equal(isRight, address is not null);
        if (address is not null) Assert.Equal(address, RelayAddress.TryParse(address.ToLine()));
    }

    [Fact]
    public Task Send_NoSocket_SaysWhoIsMissing() => FailsAsync($"unix:{_folder.File("none")}", "is not there");

    [Fact]
    public Task Send_NoRelayFile_SaysWhoIsMissing() => FailsAsync($"relay:{_folder.File("none")}", "cannot be read");

    [Fact]
    public async Task Send_RelayFileHalfWritten_IsTroubleThatPasses()
    {
        await File.WriteAllTextAsync(_folder.File("relay"), "127.0.0.1 47", TestContext.Current.CancellationToken);

        await FailsAsync($"relay:{_folder.File("relay")}", "does not hold a relay's address");
    }

    [Fact]
    public async Task Send_RelayGone_IsTroubleThatPasses()
    {
        await File.WriteAllTextAsync(_folder.File("relay"), new RelayAddress("127.0.0.1", ClosedPort(), Key).ToLine(), TestContext.Current.CancellationToken);

        var message = await FailsAsync($"relay:{_folder.File("relay")}", "does not answer");

        Assert.DoesNotContain(Key, message, StringComparison.Ordinal);
    }

    private static async Task<string> FailsAsync(string way, string words)
    {
        using var connection = new ApiConnection(new ApiConnectionOptions { Url = new Uri("https://127.0.0.1:1"), Through = ServerPassage.Parse(way, TimeProvider.System) }, null);

        var error = await Assert.ThrowsAsync<DiracException>(() => connection.SendAsync(ApiRequest.Get("/"), TestContext.Current.CancellationToken));

        Assert.Equal(ErrorCode.Unavailable, error.Code);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.Contains("is the server connected to the site?", error.Message, StringComparison.Ordinal);
        return error.Message;
    }

    private static int ClosedPort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
