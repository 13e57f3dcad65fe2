using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using Dirac.Wire.Dips;
using Dirac.Wire.Dips.Server;
using Dirac.Wire.Replies;
using Dirac.Wire.Values;

namespace Dirac.Client.Tests.Rpc;

/// <summary>A service over dip, without TLS, on a free port.</summary>
internal sealed class PlainServer : IDipsServer, IDipsCall, IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<DipsProposal, RpcReply?> _decide;
    private int _proposals;

    public PlainServer(Func<DipsProposal, RpcReply?>? decide = null)
    {
        _decide = decide ?? (_ => null);
        _listener.Start();
        Served = ServeAsync();
    }

    public Task Served { get; }

    public string Url => $"dip://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/Test/Echo";

    public DipsProposal? Last { get; private set; }

    public int Proposals => Volatile.Read(ref _proposals);

    /// <summary>What every call is answered; its arguments when this is not set.</summary>
    public RpcReply? Answer { get; init; }

    /// <summary>Takes messages; calls are served when this is not set.</summary>
    public IDipsMessages? Messages { get; init; }

    /// <summary>A connection is closed as soon as it is made, so many times.</summary>
    public int Hangups { get; set; }

    public ValueTask<DipsDecision> DecideAsync(DipsProposal proposal, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _proposals);
        Last = proposal;
        return new(_decide(proposal) is { } refusal
            ? new DipsDecision.Refuse(refusal)
            : Messages is { } messages ? new DipsDecision.Messages(messages) : new DipsDecision.Call(this));
    }

    public Task<RpcReply> CallAsync(IReadOnlyList<WireValue> arguments, CancellationToken cancellationToken) =>
        Task.FromResult(Answer ?? RpcReply.Ok(WireValue.List([.. arguments])));

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync();
                if (Hangups-- > 0) continue;
                var stream = client.GetStream();
                await DipsServerConversation.RunAsync(new Pipes(PipeReader.Create(stream), PipeWriter.Create(stream)), this, new DipsServerOptions(), CancellationToken.None);
            }
            catch (Exception over) when (over is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }
        }
    }

    private sealed record Pipes(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
