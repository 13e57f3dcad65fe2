using System.Globalization;
using System.Numerics;
using Dirac.Hosting.Rpc.Calling;
using Dirac.Hosting.Rpc.Declaring;
using Dirac.Security.Identities;
using Dirac.Wire.Dips.Messages;
using Dirac.Wire.Replies;
using Dirac.Wire.Values;

namespace Dirac.Samples.WireTest;

/// <summary>A service that answers what it is asked, for checks of protocols, rules and identities.</summary>
[RpcService("WireTest/Echo")]
internal sealed class EchoRpc
{
    private readonly EchoFiles _files;
    private readonly TimeProvider _clock;

    public EchoRpc(EchoFiles files, TimeProvider clock)
    {
        _files = files;
        _clock = clock;
    }

    [RpcMethod(RpcRules.Authenticated)]
    public static WireValue EchoAny(WireValue value) => value;

    [RpcMethod(RpcRules.Authenticated)]
    public static WireValue TypesOf(params IReadOnlyList<WireValue> values) =>
        WireValue.List([.. values.Select(value => WireValue.List(ValueWords.TypeOf(value), ValueWords.TextOf(value)))]);

    [RpcMethod(DiracProperties.NormalUser)]
    public static long Add(long first, long second) => first + second;

    [RpcMethod(RpcRules.Authenticated)]
    public static WireValue Samples() => WireValue.Dict(
        ("int", 42),
        ("negative", -7),
        ("big", WireValue.Of(BigInteger.Pow(2, 70))),
        ("float", 1.5),
        ("tiny", 1e-07),
        ("bool", WireValue.List(true, false)),
        ("none", WireValue.Null),
        ("str", "café 中😀"),
        ("bytes", WireValue.OfBytes([0x00, 0xff, 0x80, (byte)'a', (byte)'b', (byte)'c'])),
        ("list", WireValue.List(1, "a", WireValue.List(2))),
        ("tuple", WireValue.Tuple(1, 2)),
        ("dict", WireValue.Dict(("k", WireValue.Dict(("n", 1))))),
        ("intkeys", WireValue.Dict((1, "a"), (2, "b"))),
        ("datetime", WireValue.Of(new DateTime(2024, 10, 17, 13, 41, 46).AddMicroseconds(123456))),
        ("date", WireValue.Of(new DateOnly(2024, 10, 17))));

    [RpcMethod(DiracProperties.CSAdministrator)]
    public static string AdminOnly() => "for administrators";

    [RpcMethod(RpcRules.ByDefault)]
    public static string CsRule() => "allowed by the CS";

    [RpcMethod(RpcRules.ByDefault)]
    public static string NoRule() => "allowed by Default";

    [RpcMethod("group:wire_admin", RpcRules.All)]
    public static string GroupRule() => "allowed by group";

    [RpcMethod(RpcRules.ByDefault)]
    public static string CsGroupRule() => "allowed by the CS group rule";

    [RpcMethod(RpcRules.ByDefault)]
    public static string CsVORule() => "allowed by the CS VO rule";

    [RpcMethod(RpcRules.Authenticated)]
    public static RpcReply Fail() => RpcReply.Fail("plain failure");

    [RpcMethod(RpcRules.Authenticated)]
    public static RpcReply FailErrno() => RpcReply.Fail(1111, "with an errno");

    [RpcMethod(RpcRules.Authenticated)]
    public static RpcReply FailExtra() => RpcReply.Fail("with an extra key") with { Extra = [new("Extra", WireValue.Dict(("why", "because")))] };

    [RpcMethod(RpcRules.Authenticated)]
    public static void Crash() => throw new InvalidOperationException("boom");

    [RpcMethod(RpcRules.Authenticated)]
    public async Task<WireValue> SleepAsync(WireValue seconds, CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromSeconds(seconds.Kind == WireKind.Real ? seconds.AsDouble() : seconds.AsInt64()), _clock, cancellationToken);
        return seconds;
    }

    [RpcMethod(RpcRules.Authenticated)]
    public static WireValue ClientInfo(RpcCall call) => WireValue.Dict(
        ("setup", call.Setup),
        ("vo", call.ClientVo),
        ("version", call.ClientVersion),
        ("address", WireValue.List(call.Remote?.Address.MapToIPv4().ToString() ?? "", call.Remote?.Port.ToString(CultureInfo.InvariantCulture) ?? "")),
        ("action", WireValue.List("RPC", call.Method)));

    [RpcTransfer(RpcTransferDirection.FromClient, RpcRules.Authenticated)]
    public Task<WireValue> FromClientAsync(string id, string token, long size, Stream content, CancellationToken cancellationToken) =>
        _files.StoreAsync(id, token, size, content, cancellationToken);

    [RpcTransfer(RpcTransferDirection.ToClient, RpcRules.Authenticated)]
    public async Task<RpcReply> ToClientAsync(RpcCall call, string id, Stream content, CancellationToken cancellationToken, string token = "")
    {
        _ = token;
        if (await _files.TrySendAsync(id, content, cancellationToken)) return RpcReply.Ok();
        // Over dips a failure takes the file's place, and the client takes it for the result.
        return RpcReply.Fail(call.Protocol == RpcProtocols.Dips ? "no such file" : $"no file {id}");
    }

    [RpcTransfer(RpcTransferDirection.BulkFromClient, RpcRules.Authenticated)]
    public async Task<WireValue> BulkFromClientAsync(string id, string token, long size, Stream content, CancellationToken cancellationToken)
    {
        _ = (token, size);
        return Texts(await _files.UnpackAsync(id, content, cancellationToken));
    }

    [RpcTransfer(RpcTransferDirection.BulkToClient, RpcRules.Authenticated)]
    public async Task<RpcReply> BulkToClientAsync(string id, string token, Stream content, CancellationToken cancellationToken)
    {
        _ = token;
        return await _files.TryPackAsync(id, content, cancellationToken) ? RpcReply.Ok() : RpcReply.Fail($"no folder {id}");
    }

    [RpcTransfer(RpcTransferDirection.ListBulk, RpcRules.Authenticated)]
    public WireValue ListBulk(string id, string token)
    {
        _ = token;
        return Texts(_files.List(id));
    }

    [RpcMessage(RpcRules.Authenticated)]
    public static Task<RpcReply> PingAsync(RpcCall call, RpcPeer peer, long id, string text, CancellationToken cancellationToken) =>
        peer.SendAsync(DipsMessage.Of("Pong", ("id", id), ("text", text), ("user", call.Caller.UserName)) with { WaitsForAck = true }, cancellationToken);

    [RpcMessage(DiracProperties.CSAdministrator)]
    public static RpcReply Close() => RpcReply.Ok();

    private static WireValue Texts(IEnumerable<string> texts) => WireValue.List([.. texts.Select(text => (WireValue)text)]);
}
