using System.Collections.Concurrent;
using System.Threading.Channels;
using Dirac.Configuration.Peers;
using Dirac.Configuration.Trees;
using Dirac.Model.Errors;

namespace Dirac.Configuration.Tests;

/// <summary>Other services: those named here answer, all others cannot be reached.</summary>
internal sealed class FakePeers : IConfigurationPeers
{
    private readonly Channel<string> _calls = Channel.CreateUnbounded<string>();

    /// <summary>Names that services give themselves, by address.</summary>
    public ConcurrentDictionary<string, string> Names { get; } = new();

    /// <summary>Trees of configuration servers, by address.</summary>
    public ConcurrentDictionary<string, ConfigurationTree> Trees { get; } = new();

    /// <summary>What a server sends in place of its tree, by address.</summary>
    public ConcurrentDictionary<string, byte[]> Garbage { get; } = new();

    /// <summary>Addresses at which nobody answers, but everybody waits.</summary>
    public ConcurrentBag<string> Silent { get; } = [];

    /// <summary>All calls so far.</summary>
    public ConcurrentQueue<string> Calls { get; } = [];

    /// <summary>The next call, waited for.</summary>
    public async Task<string> NextCallAsync() =>
        await _calls.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, TestContext.Current.CancellationToken);

    public async Task<string> PingAsync(string url, CancellationToken cancellationToken)
    {
        await AnswerAsync($"ping {url}", url, cancellationToken);
        return Names.TryGetValue(url, out var name) ? name : throw Unreachable(url);
    }

    public async Task RefreshAsync(string url, bool fromMaster, CancellationToken cancellationToken)
    {
        await AnswerAsync($"refresh {url} {fromMaster}", url, cancellationToken);
        if (!Names.ContainsKey(url)) throw Unreachable(url);
    }

    public async Task<NewerConfiguration> GetIfNewerAsync(string url, string version, CancellationToken cancellationToken)
    {
        await AnswerAsync($"get {url} {version}", url, cancellationToken);
        if (Garbage.TryGetValue(url, out var bytes)) return new NewerConfiguration("9", bytes);
        if (!Trees.TryGetValue(url, out var tree)) throw Unreachable(url);
        return new NewerConfiguration(tree.Version, ConfigurationVersion.IsNewer(tree.Version, version) ? tree.Compressed : null);
    }

    public async Task PublishSlaveAsync(string url, string slave, CancellationToken cancellationToken)
    {
        await AnswerAsync($"publish {url} {slave}", url, cancellationToken);
        if (!Trees.ContainsKey(url)) throw Unreachable(url);
    }

    private async Task AnswerAsync(string call, string url, CancellationToken cancellationToken)
    {
        Calls.Enqueue(call);
        _calls.Writer.TryWrite(call);
        if (Silent.Contains(url)) await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
    }

    private static DiracException Unreachable(string url) => new(ErrorCode.Unavailable, $"{url} cannot be reached.");
}
