using System.Text;
using Dirac.Security.Identities;
using Dirac.Security.Tokens;
using Dirac.Wire.Codecs;
using Dirac.Wire.Replies;
using Dirac.Wire.Values;
using Dirac.Workload.Tests.Support;

namespace Dirac.Workload.Tests.Rpc;

/// <summary>Calls one of DIRAC's services of a running server, as DIRAC's https clients do.</summary>
internal sealed class LegacyClient(Session session, string service)
{
    public async Task<RpcReply> CallAsync(string method, params WireValue[] arguments)
    {
        var reply = await PostAsync(method, arguments);
        Assert.True(RpcReply.TryRead(JEncode.Decode(Encoding.UTF8.GetBytes(reply.Text)), out var structure), reply.ToString());
        return structure;
    }

    /// <summary>The value of a good answer as text; fails when it is none.</summary>
    public async Task<string> ValueAsync(string method, params WireValue[] arguments) => Text((await CallAsync(method, arguments)).MustBeOk());

    /// <summary>What a failure says.</summary>
    public async Task<string> FailureAsync(string method, params WireValue[] arguments)
    {
        var reply = await CallAsync(method, arguments);
        Assert.False(reply.IsOk, $"{method} succeeded: {Text(reply.Value)}");
        return reply.Message;
    }

    /// <summary>The answer as it came.</summary>
    public Task<Reply> PostAsync(string method, params WireValue[] arguments) => session.SendAsync(
        HttpMethod.Post,
        $"/WorkloadManagement/{service}",
        new FormUrlEncodedContent([new("method", method), new("args", Text(WireValue.List(arguments)))]));

    public static string Text(WireValue value) => Encoding.UTF8.GetString(JEncode.Encode(value));

    public static WireValue Dict(params (string Key, WireValue Value)[] pairs) => WireValue.Dict([.. pairs.Select(pair => ((WireValue)pair.Key, pair.Value))]);
}

/// <summary>Callers of DIRAC's services for one test.</summary>
internal static class LegacyCallers
{
    /// <summary>One of DIRAC's own pilots, which may run everybody's jobs.</summary>
    public static LegacyClient GenericPilot(this Community community, string service) => community.Legacy(service, "pilot", "pilot", DiracProperties.GenericPilot);

    public static LegacyClient LegacyUser(this Community community, string service, string name = "ann") => community.Legacy(service, name, "user", DiracProperties.NormalUser);

    public static LegacyClient LegacyOperator(this Community community, string service) =>
        community.Legacy(service, "oper", "ops", DiracProperties.Operator, DiracProperties.ServiceAdministrator);

    /// <summary>A service of the installation, which is of no VO.</summary>
    public static LegacyClient Host(this Community community, string service) =>
        new(community.Server.As(new UserIdentity("host", "hostvo", "hosts", new PropertySet([DiracProperties.TrustedHost]))), service);

    public static LegacyClient Legacy(this Community community, string service, string name, string group, params string[] properties) =>
        new(community.Server.As(new UserIdentity(name, community.Vo, $"{community.Vo}_{group}", new PropertySet(properties))), service);

    public static WireValue MustBeOk(this RpcReply reply)
    {
        Assert.True(reply.IsOk, reply.Message);
        return reply.Value;
    }
}
