using Dirac.Framework.Providers;
using Dirac.Model.Configuration;
using Dirac.Security.Identities;
using FsCheck.Xunit;

namespace Dirac.Framework.Tests.Providers;

public sealed class ClaimsToGroupsTests
{
    [Theory]
    [InlineData("wlcg.groups:/demo/admins", "wlcg.groups", "/demo/admins", true)]
    [InlineData("wlcg.groups:/demo/admins", "wlcg.groups", "/demo/admins/more", false)]
    [InlineData("wlcg.groups:/demo/admins", "wlcg.groups", "/Demo/admins", false)]
    [InlineData("wlcg.groups:/demo/admins", "groups", "demo/admins", false)]
    [InlineData("groups:demo/admins", "groups", "/demo/admins", true)]
    [InlineData("/demo/admins", "groups", "demo/admins", true)]
    [InlineData("wlcg.groups:/", "wlcg.groups", "/", false)]
    [InlineData("eduperson_entitlement?value=urn:mace:egi.eu:group:demo:role=member#aai.egi.eu", "eduperson_entitlement", "urn:mace:egi.eu:group:demo:role=member#aai.egi.eu", true)]
    [InlineData("eduperson_entitlement?value=urn:mace:egi.eu:group:demo:role=member#aai.egi.eu", "eduperson_entitlement", "urn:mace:egi.eu:group:demo:role=member#evil", false)]
    [InlineData("eduperson_entitlement?value=urn:mace:egi.eu:group:demo:role=member", "eduperson_entitlement", "urn:mace:egi.eu:group:demo:role=member#aai.egi.eu", true)]
    [InlineData("urn:mace:egi.eu:group:demo:role=member", "entitlements", "urn:mace:egi.eu:group:demo:role=member#aai.egi.eu", true)]
    [InlineData("eduperson_entitlement?value=", "eduperson_entitlement", "#x", false)]
    public void Decide_IdPRole_AsksForItsClaim(string role, string claim, string value, bool isGiven) =>
        Assert.Equal(isGiven, Decide(Registry(role), false, (claim, value)).Contains("demo_admin"));

    [Fact]
    public void Decide_SeveralScopes_AsksForAll()
    {
        var registry = Registry("wlcg.groups:/demo/a  wlcg.groups:/demo/b");

        Assert.Empty(Decide(registry, false, ("wlcg.groups", "/demo/a")));
        Assert.Equal(["demo_admin"], Decide(registry, false, ("wlcg.groups", "/demo/a"), ("wlcg.groups", "/demo/b")));
    }

    [Theory]
    [InlineData("wlcg.groups", "/demo/pilot", true)]
    [InlineData("groups", "demo/pilot", true)]
    [InlineData("groups", "demo/pilots", false)]
    [InlineData("eduperson_entitlement", "urn:mace:egi.eu:group:demo:role=pilot#aai.egi.eu", true)]
    [InlineData("eduperson_entitlement", "urn:mace:egi.eu:group:demo:sub:role=pilot#aai.egi.eu", false)]
    public void Decide_ByName_OnlyWhereItIsWanted(string claim, string value, bool isGiven)
    {
        Assert.Empty(Decide(Registry(null), false, (claim, value)));
        Assert.Equal(isGiven ? ["demo_pilot"] : [], Decide(Registry(null), true, (claim, value)));
    }

    [Fact]
    public void Decide_GroupOfAnotherVo_IsNeverGiven() =>
        Assert.DoesNotContain("other_admin", Decide(Registry("groups:x"), true, ("groups", "secret"), ("groups", "other/admin")));

    [Property(MaxTest = 200)]
    public bool Decide_AnyClaims_GivesOnlyGroupsOfTheVoWithAReason(string[] values)
    {
        var given = Decide(Registry("wlcg.groups:/demo/admins"), false, [.. values.Where(value => value is not null).Select(value => ("wlcg.groups", value))]);
        return given.Count == 0 || (given is ["demo_admin"] && values.Any(value => value?.TrimStart('/') == "demo/admins"));
    }

    private static IReadOnlyList<string> Decide(Registry registry, bool byName, params (string Claim, string Value)[] claims) => ClaimsToGroups.Decide(
        new GroupClaims(claims.GroupBy(claim => claim.Claim).ToDictionary(group => group.Key, group => (IReadOnlyList<string>)[.. group.Select(claim => claim.Value)])), registry, "demo", byName);

    private static Registry Registry(string? role)
    {
        var root = CfgSection.Empty
            .With("/Registry/Groups/demo_user/VO", "demo")
            .With("/Registry/Groups/demo_admin/VO", "demo")
            .With("/Registry/Groups/demo_pilot/VO", "demo")
            .With("/Registry/Groups/other_admin/VO", "other")
            .With("/Registry/Groups/other_admin/IdPRole", "groups:secret");
        return new Registry(role is null ? root : root.With("/Registry/Groups/demo_admin/IdPRole", role));
    }
}
