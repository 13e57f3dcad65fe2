using Dirac.Security.Identities;
using Dirac.Security.Policies;
using FsCheck.Xunit;
using static Dirac.Security.Policies.JobRights;

namespace Dirac.Security.Tests.Policies;

public sealed class JobPolicyTests
{
    private const JobRights Owners = GetInfo | GetSandbox | PutSandbox | ChangeStatus | Delete | Kill | Reschedule | Reset;
    private static readonly JobOwnership AnnsJob = new("ann", "demo_user", "demo");

    public static TheoryData<string, string, string, JobRights> Table => new()
    {
        { "bob", "demo_user", "", None },
        { "bob", "demo_user", "JobMonitor", GetInfo },
        { "bob", "demo_user", "NormalUser", Submit },
        { "bob", "demo_user", "GenericPilot", Reschedule | ChangeStatus },
        { "bob", "demo_admin", "JobAdministrator", Owners | GetJob | GetStats },
        { "ann", "another_group", "", Owners },
        { "ann", "demo_user", "NormalUser", Owners | Submit },
        { "bob", "demo_user", "JobSharing", Owners },
        { "bob", "another_group", "JobSharing", None },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Evaluate_ByPropertyAndOwnership_GivesTheRightsOfTheTable(string user, string group, string property, JobRights expected)
    {
        var caller = ACaller.User(user, "demo", group, property);

        Assert.Equal(expected, JobPolicy.Evaluate(caller, AnnsJob, everybodySeesJobs: false));
        Assert.Equal(expected | GetInfo, JobPolicy.Evaluate(caller, AnnsJob));
    }

    [Fact]
    public void MaySubmit_AdministratorWithoutNormalUser_IsFalse()
    {
        Assert.False(JobPolicy.MaySubmit(ACaller.User(properties: DiracProperties.JobAdministrator)));
        Assert.True(JobPolicy.MaySubmit(ACaller.User(properties: DiracProperties.NormalUser)));
    }

    [Fact]
    public void Evaluate_PilotNamedLikeTheOwner_OwnsNothing() =>
        Assert.Equal(Reschedule, JobPolicy.Evaluate(ACaller.Pilot(name: "ann"), AnnsJob, everybodySeesJobs: false));

    [Theory]
    [InlineData("ann", 7, GetInfo | GetSandbox | PutSandbox | ChangeStatus)]
    [InlineData("ann", 8, GetInfo | GetSandbox)]
    [InlineData("ann", 0, GetInfo | GetSandbox)]
    [InlineData("bob", 7, None)]
    public void Evaluate_Payload_WritesToItsOwnJobAndLooksAtItsOwnersOnly(string owner, long job, JobRights expected) =>
        Assert.Equal(expected, JobPolicy.Evaluate(ACaller.Payload(7), new JobOwnership(owner, "demo_user", "demo") { JobId = job }, everybodySeesJobs: false));

    [Fact]
    public void Evaluate_PayloadOfAnotherVo_KnowsNothing() =>
        Assert.Equal(None, JobPolicy.Evaluate(ACaller.Payload(7, vo: "other"), AnnsJob with { JobId = 7 }));

    [Fact]
    public void MaySubmit_Payload_IsFalse() => Assert.False(JobPolicy.MaySubmit(ACaller.Payload(7)));

    [Fact]
    public void PropertiesOf_AGroupThatMayEverything_LeavesThePayloadOne()
    {
        var all = typeof(DiracProperties).GetFields().Select(field => (string)field.GetValue(null)!).ToList();

        Assert.Equal([DiracProperties.NormalUser], PayloadPolicy.PropertiesOf(new PropertySet(all)));
        Assert.Empty(PayloadPolicy.PropertiesOf(new PropertySet(all.Where(property => property != DiracProperties.NormalUser))));
    }

    [Fact]
    public void Evaluate_Host_MaySeeAndChangeJobsOfEveryVo()
    {
        var host = ACaller.User("ann", "", "hosts", DiracProperties.NormalUser) with { IsHost = true };

        Assert.Equal(GetInfo | ChangeStatus | Kill | Delete, JobPolicy.Evaluate(host, AnnsJob, everybodySeesJobs: false));
        Assert.Null(host.OnlyVo);
    }

    [Theory]
    [InlineData("bob", "demo_user", "GenericPilot", true)]
    [InlineData("bob", "demo_user", "NormalUser", false)]
    [InlineData("ann", "demo_user", "GenericPilot", false)]
    public void ActsAsPilot_OfDiracsPilotWithoutAnotherRight_IsTrue(string user, string group, string property, bool expected)
    {
        var caller = ACaller.User(user, "demo", group, property);

        Assert.Equal(expected, JobPolicy.ActsAsPilot(caller, AnnsJob));
        Assert.False(JobPolicy.ActsAsPilot(caller with { IsHost = true }, AnnsJob));
        Assert.False(JobPolicy.ActsAsPilot(caller with { Properties = new PropertySet([property, DiracProperties.JobAdministrator]) }, AnnsJob));
        Assert.False(JobPolicy.ActsAsPilot(ACaller.Pilot(), AnnsJob));
    }

    [Property]
    public bool Evaluate_AnotherVo_NothingExists(bool owner, bool everybodySeesJobs, byte mask)
    {
        string[] properties = ["JobAdministrator", "JobMonitor", "NormalUser", "GenericPilot", "JobSharing"];
        var mine = properties.Where((_, i) => (mask & (1 << i)) != 0).ToArray();
        var caller = ACaller.User(owner ? "ann" : "bob", "other", "demo_user", mine);

        return JobPolicy.Evaluate(caller, AnnsJob, everybodySeesJobs) == None;
    }
}
