using System.Text;
using Dirac.Client.Http;
using Dirac.Client.Letters;
using Dirac.Model.Errors;
using Dirac.Pilot.Relays;
using Dirac.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dirac.Pilot.Tests.Relays;

public sealed class FilesDoorTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private readonly CancellationTokenSource _end = new();
    private RelayLoad _load = null!;
    private FilesDoor _door = null!;
    private Task _work = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Socket => _folder.File("gate.sock");

    public ValueTask InitializeAsync()
    {
        var options = new RelayOptions { Target = RelayTarget.TryParse($"unix:{Socket}")!, Files = _folder.File("shared"), MostConnections = 2 };
        _load = new RelayLoad(options, TimeProvider.System);
        _door = FilesDoor.TryOpen(options, _load, TimeProvider.System, NullLogger.Instance)!;
        _work = _door.RunAsync(_end.Token);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _work;
        _door.Dispose();
        _load.Dispose();
        _end.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Connection_MuchSaidAndHalfClosed_ComesBackWhole()
    {
        using var target = new SocketServer(Socket);
        var much = new string('x', 3_000_000);

        Assert.Equal(much, await AskAsync(much));
    }

    [Fact]
    public async Task Target_AwayAndBack_IsFoundAgain()
    {
        var error = await Assert.ThrowsAsync<DiracException>(() => AskAsync("nobody there"));
        Assert.Equal(ErrorCode.Unavailable, error.Code);
        Assert.Contains("finds nobody", error.Message, StringComparison.Ordinal);

        using (new SocketServer(Socket)) Assert.Equal("there", await AskAsync("there"));
    }

    [Fact]
    public async Task Target_Breaks_TheOtherSideIsTold()
    {
        await using var pilot = await ConnectAsync();

        Assert.Equal("", await HearAsync(pilot));

        async Task<LetterStream> ConnectAsync()
        {
            using var target = new SocketServer(Socket);
            return await this.ConnectAsync();
        }
    }

    [Fact]
    public async Task Connection_MoreThanAllowed_AreRefusedUntilOthersEnd()
    {
        using var target = new SocketServer(Socket);
        var first = await ConnectAsync();
        await using var second = await ConnectAsync();
        Assert.Contains("no room", (await Assert.ThrowsAsync<DiracException>(ConnectAsync)).Message, StringComparison.Ordinal);

        await first.DisposeAsync();

        for (var tries = 0; ; tries++)
        {
            try
            {
                await (await ConnectAsync()).DisposeAsync();
                return;
            }
            catch (DiracException) when (tries < 200)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Token);
            }
        }
    }

    private async Task<LetterStream> ConnectAsync() => (LetterStream)await ServerPassage.Parse($"files:{_folder.File("shared")}", TimeProvider.System).ConnectAsync(Token);

    private async Task<string> AskAsync(string text)
    {
        await using var pilot = await ConnectAsync();
        await pilot.WriteAsync(Encoding.ASCII.GetBytes(text), Token);
        pilot.CompleteWrites();
        return await HearAsync(pilot);
    }

    private static async Task<string> HearAsync(LetterStream pilot)
    {
        using var heard = new MemoryStream();
        await pilot.CopyToAsync(heard, Token).WaitAsync(TimeSpan.FromSeconds(30), Token);
        return Encoding.ASCII.GetString(heard.ToArray());
    }
}
