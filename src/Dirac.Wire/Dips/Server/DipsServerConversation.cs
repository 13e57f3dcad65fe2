using System.IO.Pipelines;
using Dirac.Wire.Dips.Framing;

namespace Dirac.Wire.Dips.Server;

/// <summary>The server's side of a connection: one proposal, one action, and the end.</summary>
public static class DipsServerConversation
{
    /// <summary>Converses until the connection may be closed. Both pipes are completed then.</summary>
    /// <param name="transport">The connection, after TLS.</param>
    /// <param name="server">Decides and acts.</param>
    /// <param name="options">Limits.</param>
    /// <param name="cancellationToken">The server stops: the client gets no answer.</param>
    /// <returns>How it ended. Whatever the peer does is an outcome, and so is what escapes from a handler.</returns>
    /// <exception cref="OperationCanceledException">The server stops.</exception>
    public static async Task<DipsOutcome> RunAsync(IDuplexPipe transport, IDipsServer server, DipsServerOptions options, CancellationToken cancellationToken)
    {
        using var channel = new DipsChannel(transport, options);
        try
        {
            return await new ServerExchange(channel, server, options).RunAsync(cancellationToken);
        }
        finally
        {
            await transport.Output.CompleteAsync();
            await transport.Input.CompleteAsync();
        }
    }
}
