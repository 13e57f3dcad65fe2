using Dirac.Model.Api;
using Dirac.Security.Identities;
using Dirac.Security.Tokens;
using Dirac.Workload.Matching;
using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Workload.Tests.Support;

/// <summary>A VO of its own for one test, with the people and pilots the test needs. Nothing of it is seen by other tests.</summary>
internal sealed class Community(WorkloadServer server, string? vo = null)
{
    public const string Site = "DIRAC.Test.local";
    public const string OtherSite = "DIRAC.Other.local";
    public const string Simple = """[ Executable = "/bin/true"; ]""";

    public WorkloadServer Server => server;

    public string Vo { get; } = vo ?? Unique.Name("vo");

    public Session User(string name = "ann") => server.As(new UserIdentity(name, Vo, $"{Vo}_user", new PropertySet([DiracProperties.NormalUser])));

    public Session Administrator() => server.As(new UserIdentity("boss", Vo, $"{Vo}_admin", new PropertySet([DiracProperties.JobAdministrator])));

    public Session Operator() => server.As(new UserIdentity("oper", Vo, $"{Vo}_ops", new PropertySet([DiracProperties.ServiceAdministrator, DiracProperties.Operator])));

    public Session Pilot(string stamp, string site = Site) => server.As(new PilotIdentity(stamp, Vo, site));

    /// <summary>Submits jobs and waits until they are in the task queues.</summary>
    public async Task<IReadOnlyList<long>> WaitingAsync(int count = 1, string description = Simple)
    {
        var user = User();
        var ids = await user.SubmitAsync([.. Enumerable.Repeat(description, count)]);
        foreach (var id in ids) await QueuedAsync(id);
        return ids;
    }

    /// <summary>Waits until a job can be matched.</summary>
    public async Task QueuedAsync(long id)
    {
        await Eventually.SeeAsync(() => server.QueueOfAsync(id), queue => queue != 0, $"Job {id} in a task queue");
        // The matcher looks at its index, which learns of the job after the commit; a pilot that waits may have taken it by then.
        var index = server.Services.GetRequiredService<MatchIndex>();
        await Eventually.SeeAsync(() => server.QueueOfAsync(id), queue => queue == 0 || index.Get(queue) is { Jobs: > 0 }, $"Job {id} in the matcher's index");
    }

    public static MatchRequest Offer(string? matchId = null, int wait = 0, string site = Site) => new()
    {
        MatchId = matchId ?? Guid.NewGuid().ToString("N"),
        Resource = new ResourceDescription { Site = site, CPUTime = 1_000_000, NumberOfProcessors = 4, MaxRAM = 8_000, GridCE = "ce.test.local", PilotBenchmark = 10 },
        WaitSeconds = wait,
    };
}
