using System.Threading.Channels;
using Dirac.Hosting.Configuration;
using Dirac.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Dirac.Hosting.Tests.Configuration;

public sealed class WatchedFilesTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly Channel<string> _seen = Channel.CreateUnbounded<string>();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Path => _folder.File("watched.cfg");

    [Fact]
    public async Task Watch_LooksAtTheStart_WhenAFileIsReplaced_AndByPolling()
    {
        await File.WriteAllTextAsync(Path, "first", Cancellation);
        using var stop = new CancellationTokenSource();
        var watching = Watch(stop);

        Assert.Equal("first", await NextAsync());
        await File.WriteAllTextAsync(Path + ".new", "second", Cancellation);
        File.Move(Path + ".new", Path, overwrite: true);
        Assert.Equal("second", await NextAsync());
        await File.WriteAllTextAsync(Path, "third", Cancellation);
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("third", await NextAsync());

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watching);
    }

    [Fact]
    public async Task Watch_FileWrittenInPlaceBitByBit_IsLookedAtWhenItIsWhole()
    {
        await File.WriteAllTextAsync(Path, "old", Cancellation);
        using var stop = new CancellationTokenSource();
        var watching = Watch(stop, TimeSpan.FromSeconds(2));
        Assert.Equal("old", await NextAsync());

        await using (var file = new FileStream(Path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite))
        {
            _clock.Advance(TimeSpan.FromSeconds(5));
            for (var part = 0; part < 10; part++)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancellation);
                await file.WriteAsync("part;"u8.ToArray(), Cancellation);
                await file.FlushAsync(Cancellation);
            }
        }

        Assert.Equal(string.Concat(Enumerable.Repeat("part;", 10)), await NextAsync());
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watching);
    }

    public void Dispose() => _folder.Dispose();

    private Task Watch(CancellationTokenSource stop, TimeSpan? settling = null) =>
        new WatchedFiles([Path], TimeSpan.FromSeconds(5), _clock) { Settling = settling ?? TimeSpan.FromMilliseconds(1) }.WatchAsync(() => _seen.Writer.TryWrite(File.ReadAllText(Path)), stop.Token);

    private async Task<string> NextAsync() => await _seen.Reader.ReadAsync(Cancellation).AsTask().WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
}
