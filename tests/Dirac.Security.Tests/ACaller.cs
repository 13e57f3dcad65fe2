using Dirac.Security.Identities;

namespace Dirac.Security.Tests;

internal static class ACaller
{
    public static Caller User(string name = "ann", string vo = "demo", string group = "demo_user", params string[] properties) => new()
    {
        Subject = $"{vo}:{name}",
        UserName = name,
        Vo = vo,
        Group = group,
        Properties = new PropertySet(properties),
        TokenId = "t1",
        ExpiresAt = DateTimeOffset.UnixEpoch,
    };

    public static Caller Payload(long job, string owner = "ann", string vo = "demo") =>
        User(owner, vo, "demo_user", DiracProperties.NormalUser) with { Kind = CallerKind.Payload, Job = new PayloadJob(job, 1) };

    public static Caller Pilot(string vo = "demo", string name = "pilot:s1") =>
        User(name, vo, "", DiracProperties.GenericPilot) with { Kind = CallerKind.Pilot, PilotStamp = "s1", Site = "X" };
}
