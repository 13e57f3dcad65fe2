using Dirac.Wire.Dips.Framing;
using Dirac.Wire.Dips.Messages;
using Dirac.Wire.Replies;
using Dirac.Wire.Values;

namespace Dirac.Wire.Dips.Server;

/// <summary>What follows a proposal to stay.</summary>
internal sealed class ServerMessages(DipsChannel channel, ServerExchange exchange)
{
    /// <summary>The last message; null when the connection ends without one.</summary>
    public async Task<RpcReply?> RunAsync(IDipsMessages target, string name, IReadOnlyList<WireValue> arguments, CancellationToken cancellationToken)
    {
        if (name != "new") return RpcReply.Fail($"Invalid connection method {name}");
        if (arguments.Count != 2) return RpcReply.Fail("Expected 2 arguments");
        if (arguments[0].Kind != WireKind.Text) return RpcReply.Fail("Invalid type for argument 0");
        if (arguments[1].Kind != WireKind.Dict) return RpcReply.Fail("Invalid type for argument 1");

        var uniqueName = arguments[0].AsText();
        var opened = await exchange.GuardAsync(() => target.OpenAsync(uniqueName, arguments[1].AsDict(), cancellationToken), cancellationToken);
        if (!opened.IsOk) return opened;
        try
        {
            await exchange.ReplyAsync(opened, cancellationToken);
            var link = new DipsMessageLink(channel, target, uniqueName);
            await exchange.GuardAsync(async () => await link.RunAsync(cancellationToken) ?? RpcReply.Ok(), cancellationToken);
        }
        finally
        {
            await exchange.GuardAsync(() => DropAsync(target, cancellationToken), cancellationToken);
        }

        return null;
    }

    private static async Task<RpcReply> DropAsync(IDipsMessages target, CancellationToken cancellationToken)
    {
        await target.DroppedAsync(cancellationToken);
        return RpcReply.Ok();
    }
}
