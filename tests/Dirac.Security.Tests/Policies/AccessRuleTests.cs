using Dirac.Security.Identities;
using Dirac.Security.Policies;

namespace Dirac.Security.Tests.Policies;

public sealed class AccessRuleTests
{
    [Fact]
    public void Anyone_NoCaller_IsAllowed() => Assert.True(AccessRule.Anyone.Allows(null));

    [Fact]
    public void Authenticated_NeedsACaller()
    {
        Assert.False(AccessRule.Authenticated.Allows(null));
        Assert.True(AccessRule.Authenticated.Allows(ACaller.User()));
    }

    [Fact]
    public void AnyProperty_OneOfThem_InAnyCase_IsEnough()
    {
        var rule = AccessRule.AnyProperty(DiracProperties.NormalUser, DiracProperties.JobAdministrator);

        Assert.True(rule.Allows(ACaller.User(properties: "jobadministrator")));
        Assert.False(rule.Allows(ACaller.User(properties: DiracProperties.JobMonitor)));
        Assert.False(rule.Allows(null));
        Assert.Equal("one of the properties NormalUser, JobAdministrator", rule.Describe());
    }

    [Fact]
    public void AnyProperty_OfNothing_IsRefused() => Assert.Throws<ArgumentException>(() => AccessRule.AnyProperty());
}
