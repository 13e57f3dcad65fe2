using System.Text;
using Dirac.Hosting.Rpc.Calling;
using Dirac.Hosting.Rpc.Declaring;
using Dirac.Model.Errors;
using Dirac.Persistence;
using Dirac.Wire.Replies;
using Dirac.Wire.Values;

namespace Dirac.Hosting.Tests.Rpc;

/// <summary>A service that shows what a service can declare.</summary>
[RpcService("Test/Echo")]
internal sealed class EchoRpc
{
    public int Calls { get; private set; }

    [RpcMethod(RpcRules.Authenticated)]
    public static WireValue EchoAny(WireValue value) => value;

    [RpcMethod("NormalUser")]
    public static long Add(long first, long second) => first + second;

    [RpcMethod("JobAdministrator")]
    public static string AdminOnly() => "for administrators";

    [RpcMethod(RpcRules.ByDefault)]
    public static string ByDefault() => "by default";

    [RpcMethod(RpcRules.Authenticated)]
    public static int Count(params IReadOnlyList<WireValue> values) => values.Count;

    [RpcMethod(RpcRules.Authenticated)]
    public static string Greet(string name, string? greeting = null, bool loud = false) => $"{greeting ?? "Hello"}, {(loud ? name.ToUpperInvariant() : name)}";

    [RpcMethod(RpcRules.Authenticated)]
    public static RpcReply FailExtra() => RpcReply.Fail(1111, "with an errno") with { Extra = [new("Extra", 1)] };

    [RpcMethod(RpcRules.Authenticated)]
    public static void Refuse() => throw new DiracException(ErrorCode.BadJobDescription, "That is no job.", "Write one.");

    [RpcMethod(RpcRules.Authenticated)]
    public static WireValue Crash() => throw new InvalidOperationException("boom");

    [RpcMethod(RpcRules.Authenticated)]
    public static Task NoDatabase(CancellationToken cancellationToken) => DeadDatabase.OpenAsync(cancellationToken);

    [RpcMethod(RpcRules.Authenticated)]
    public static void LostCommit() => throw new CommitOutcomeUnknownException("JobDB", new IOException("reset"));

    [RpcMethod(RpcRules.Authenticated, Protocols = RpcProtocols.Dips)]
    public static string OnlyDips() => "dips";

    [RpcMethod(RpcRules.Authenticated)]
    public async Task<int> CountCallsAsync(RpcCall call, CancellationToken cancellationToken)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        Calls += call.Caller.UserName.Length > 0 ? 1 : 0;
        return Calls;
    }

    [RpcTransfer(RpcTransferDirection.FromClient, RpcRules.Authenticated)]
    public static async Task<string> FromClient(string id, string token, long size, Stream content, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(content, Encoding.UTF8);
        return $"{id}:{token}:{size}:{await reader.ReadToEndAsync(cancellationToken)}";
    }

    [RpcTransfer(RpcTransferDirection.ToClient, RpcRules.Authenticated)]
    public static async Task<RpcReply> ToClient(string id, Stream content, CancellationToken cancellationToken)
    {
        if (id == "missing") return RpcReply.Fail("no file missing");
        await content.WriteAsync(Encoding.UTF8.GetBytes(id), cancellationToken);
        return RpcReply.Ok();
    }
}
