using Dirac.Security.Identities;
using Dirac.Security.Tokens;
using Dirac.Workload.Tests.Support;

namespace Dirac.Workload.Tests.Model;

/// <summary>The people, pilots and kinds of jobs of one run: owners of two groups, a group that shares, an administrator, another VO.</summary>
internal sealed class ModelWorld
{
    private readonly WorkloadServer _server;

    public ModelWorld(WorkloadServer server)
    {
        _server = server;
        (Vo, OtherVo) = (Unique.Name("model"), Unique.Name("foreign"));
        Users =
        [
            User("ann", "user", Vo), User("bob", "user", Vo), User("ann", "calib", Vo), User("dora", "share", Vo, shares: true), User("emil", "share", Vo, shares: true),
            User("boss", "admin", Vo, administrates: true), User("zoe", "user", OtherVo), User("zeus", "admin", OtherVo, administrates: true),
        ];
        Pilots = [.. new[] { "p1", "p2", "p3" }.Select(name => ($"{Vo}-{name}", Vo)), ($"{OtherVo}-p4", OtherVo)];
    }

    public string Vo { get; }

    public string OtherVo { get; }

    public IReadOnlyList<ModelUser> Users { get; }

    public IReadOnlyList<(string Stamp, string Vo)> Pilots { get; }

    public Session Pilot(string stamp, string site) => _server.As(new PilotIdentity(stamp, Pilots.Single(pilot => pilot.Stamp == stamp).Vo, site));

    private ModelUser User(string name, string group, string vo, bool administrates = false, bool shares = false)
    {
        string[] properties = administrates ? [DiracProperties.JobAdministrator] : shares ? [DiracProperties.NormalUser, DiracProperties.JobSharing] : [DiracProperties.NormalUser];
        return new ModelUser(name, $"{vo}_{group}", vo, administrates, shares, _server.As(new UserIdentity(name, vo, $"{vo}_{group}", new PropertySet([.. properties]))));
    }
}
