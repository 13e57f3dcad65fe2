using Dirac.Framework.Tokens;
using Dirac.Model.Configuration;
using Dirac.Security.Identities;

namespace Dirac.Framework.Tests.Tokens;

public sealed class TokenScopesTests
{
    private static readonly Registry Registry = new(CfgSection.Empty
        .With("/Registry/Users/ann/DN", "/CN=ann").With("/Registry/Users/bob/DN", "/CN=bob").With("/Registry/Users/bob/Suspended", "demo")
        .With("/Registry/VO/demo/DefaultGroup", "demo_user")
        .With("/Registry/Groups/demo_admin/VO", "demo").With("/Registry/Groups/demo_admin/Users", "ann").With("/Registry/Groups/demo_admin/Properties", "JobAdministrator")
        .With("/Registry/Groups/demo_user/VO", "demo").With("/Registry/Groups/demo_user/Users", "ann, bob").With("/Registry/Groups/demo_user/Properties", "NormalUser")
        .With("/Registry/Groups/demo_host/VO", "demo").With("/Registry/Groups/demo_host/Properties", "Operator")
        .With("/Registry/Groups/bio_user/VO", "bio").With("/Registry/Groups/bio_user/Users", "ann").With("/Registry/Groups/bio_user/Properties", "SiteManager"));

    [Theory]
    [InlineData("", "names no VO")]
    [InlineData("group:demo_user", "vo:demo, vo:bio")]
    [InlineData("vo:demo vo:bio", "more than one VO")]
    [InlineData("vo:other", "not known")]
    [InlineData("vo:Demo", "not known")]
    [InlineData("vo:", "with a name")]
    [InlineData("vo:demo openid", "with a name")]
    [InlineData("vo:demo group:demo_user group:demo_admin", "more than one group")]
    [InlineData("vo:demo group:bio_user", "none of demo")]
    [InlineData("vo:demo group:other", "none of demo")]
    [InlineData("vo:demo property:Other", "property")]
    public void Parse_WrongScope_SaysWhy(string text, string reason) =>
        Assert.Contains(reason, Assert.IsType<ScopeVerdict.Refused>(TokenScopes.Parse(text, Registry)).Reason, StringComparison.Ordinal);

    [Fact]
    public void Parse_TooLong_IsRefused() => Assert.IsType<ScopeVerdict.Refused>(TokenScopes.Parse("vo:demo" + new string(' ', 1_020), Registry));

    [Theory]
    [InlineData("vo:demo", "demo_user", "NormalUser")]
    [InlineData("vo:demo  vo:demo", "demo_user", "NormalUser")]
    [InlineData("property:JobAdministrator vo:demo", "demo_user", "JobAdministrator, NormalUser")]
    [InlineData("vo:demo group:demo_admin", "demo_admin", "JobAdministrator")]
    [InlineData("vo:bio", "bio_user", "SiteManager")]
    public void Decide_RightsThatTheUserHas_AreGranted(string text, string group, string properties)
    {
        var user = Assert.IsType<RightsVerdict.Granted>(Decide(text, "ann")).User;

        Assert.Equal((group, properties), (user.Group, user.Properties.ToString()));
    }

    [Theory]
    [InlineData("vo:demo", "bob", "not an active user")]
    [InlineData("vo:demo", "nobody", "not an active user")]
    [InlineData("vo:bio", "bob", "in no group")]
    [InlineData("vo:demo group:demo_host", "ann", "not a member")]
    [InlineData("vo:demo property:Operator", "ann", "No group of ann in demo has Operator")]
    [InlineData("vo:demo property:SiteManager", "ann", "No group of ann in demo has SiteManager")]
    public void Decide_RightsThatTheUserHasNot_AreRefused(string text, string user, string reason) =>
        Assert.Contains(reason, Assert.IsType<RightsVerdict.Refused>(Decide(text, user)).Reason, StringComparison.Ordinal);

    // A scope that was read by an older registry: the group has gone over to another VO since.
    [Fact]
    public void Decide_GroupOfAnotherVo_IsRefused_ThoughTheUserIsAMember() =>
        Assert.Contains("not a member", Assert.IsType<RightsVerdict.Refused>(ScopeRights.Decide(new TokenScopes("demo", "bio_user", []), "ann", Registry)).Reason, StringComparison.Ordinal);

    private static RightsVerdict Decide(string text, string user) =>
        ScopeRights.Decide(Assert.IsType<ScopeVerdict.Accepted>(TokenScopes.Parse(text, Registry)).Scopes, user, Registry);
}
