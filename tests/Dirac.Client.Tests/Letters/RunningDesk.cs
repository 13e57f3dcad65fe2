using System.Threading.Channels;
using Dirac.Client.Letters;

namespace Dirac.Client.Tests.Letters;

/// <summary>A relay's desk in this process, whose connections the test has in its own hands.</summary>
internal sealed class RunningDesk : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly Channel<LetterStream> _taken = Channel.CreateUnbounded<LetterStream>();
    private readonly TaskCompletionSource _over = new();

    internal RunningDesk(string directory, LetterOptions? options = null, Func<LetterStream, CancellationToken, Task>? serveAsync = null)
    {
        Work = LetterDesk.Open(directory, options ?? Quick, TimeProvider.System).RunAsync(serveAsync ?? GiveAsync, _end.Token);
        Relay = RelaySign.TryParse(File.ReadAllText(new LetterPlaces(directory).Sign))!.Relay;
    }

    /// <summary>Death is noticed within a second or two.</summary>
    internal static LetterOptions Quick { get; } = new()
    {
        PilotPause = TimeSpan.FromMilliseconds(50), RelayPause = TimeSpan.FromMilliseconds(50), RelayBeat = TimeSpan.FromMilliseconds(100), SignInterval = TimeSpan.FromMilliseconds(200),
        RelaySilence = TimeSpan.FromSeconds(1), PilotBeat = TimeSpan.FromMilliseconds(200), PilotSilence = TimeSpan.FromSeconds(1), StrayAge = TimeSpan.FromSeconds(1), Patience = TimeSpan.FromSeconds(10),
    };

    internal Task Work { get; }

    internal string Relay { get; }

    /// <summary>The next connection that somebody asked for; it stands.</summary>
    internal async Task<LetterStream> TakeAsync() => await _taken.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        _over.TrySetResult();
        await _end.CancelAsync();
        await Work;
        _end.Dispose();
    }

    private async Task GiveAsync(LetterStream stream, CancellationToken cancellationToken)
    {
        stream.Open();
        _taken.Writer.TryWrite(stream);
        await _over.Task.WaitAsync(cancellationToken);
    }
}
