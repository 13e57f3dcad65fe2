using Dirac.Model.Configuration;
using Dirac.Security.Calls;
using Dirac.Security.Identities;

namespace Dirac.Security.Tests.Calls;

public sealed class CallAuthorizationTests
{
    private const string User = "/C=ch/CN=user";
    private const string Admin = "/C=ch/CN=admin";
    private const string Suspended = "/C=ch/CN=suspended";
    private const string Stranger = "/C=ch/CN=stranger";
    private const string Trusted = "/C=ch/CN=trusted.host";
    private const string Plain = "/C=ch/CN=plain.host";

    private static readonly GridRegistry Registry = new(Cfg.Parse("""
        Registry
        {
          DefaultGroup = users
          Users
          {
            u { DN = /C=ch/CN=user
            }
            a { DN = /C=ch/CN=other, /C=ch/CN=admin
            }
            s
            {
              DN = /C=ch/CN=suspended
              Suspended = vo1
            }
            lonely { DN = /C=ch/CN=lonely
            }
          }
          Groups
          {
            users
            {
              Users = u, a, s
              Properties = NormalUser
              VO = vo1
            }
            admins
            {
              Users = a
              Properties = NormalUser, CSAdministrator
              VO = vo1
            }
            others
            {
              Users = a
              Properties = NormalUser
              VO = vo2
            }
          }
          Hosts
          {
            trusted
            {
              DN = /C=ch/CN=trusted.host
              Properties = TrustedHost, CSAdministrator
            }
            plain
            {
              DN = /C=ch/CN=plain.host
              Properties = Operator
            }
          }
        }
        """));

    // Who, in which group, claiming what: then for each rule whether the call is allowed.
    [Theory]
    [InlineData("all", User, "users", "", true)]
    [InlineData("all", User, "admins", "", true)]
    [InlineData("all", Stranger, null, "", true)]
    [InlineData("ALL", Plain, null, "", true)]
    [InlineData("all", null, null, "", true)]
    [InlineData("authenticated", User, "users", "", true)]
    [InlineData("authenticated", User, null, "", true)]
    [InlineData("authenticated", User, "admins", "", false)]
    [InlineData("authenticated", Stranger, null, "", false)]
    [InlineData("authenticated", Stranger, "users", "", false)]
    [InlineData("authenticated", null, null, "", false)]
    [InlineData("authenticated", "/C=ch/CN=lonely", null, "", false)]
    [InlineData("authenticated", "/C=ch/CN=lonely", null, "users", false)]
    [InlineData("authenticated", Suspended, "users", "", false)]
    [InlineData("all", Suspended, "users", "", true)]
    [InlineData("authenticated", Plain, null, "hosts", true)]
    [InlineData("authenticated", Plain, null, "", false)]
    [InlineData("authenticated", User, "users", "hosts", false)]
    [InlineData("NormalUser", User, "users", "", true)]
    [InlineData("normaluser", User, "users", "", true)]
    [InlineData("NormalUser", Plain, null, "hosts", false)]
    [InlineData("Operator", Plain, null, "hosts", true)]
    [InlineData("CSAdministrator", User, "users", "", false)]
    [InlineData("CSAdministrator", Admin, "admins", "", true)]
    [InlineData("CSAdministrator", Admin, "users", "admins", false)]
    [InlineData("CSAdministrator, NormalUser", User, null, "", true)]
    [InlineData("CSAdministrator", Trusted, null, "hosts", true)]
    [InlineData("group:admins, all", User, "users", "", false)]
    [InlineData("group:admins, all", Admin, "admins", "", true)]
    [InlineData("group:admins, all", Stranger, null, "", false)]
    [InlineData("group:admins", Admin, "admins", "", true)]
    [InlineData("group:admins", null, null, "", false)]
    [InlineData("vo:vo2, authenticated", Admin, "others", "", true)]
    [InlineData("vo:vo2, authenticated", Admin, "admins", "", false)]
    [InlineData("vo:vo1, NormalUser", User, "users", "", true)]
    [InlineData("", Stranger, null, "", true)]
    public void Decide_RuleAndCaller_AllowsWhomDiracAllows(string rule, string? dn, string? group, string claim, bool allowed)
    {
        var parsed = Rule(rule);
        var credentials = new CallCredentials(dn, group, ExtraCredentials.Of(claim));

        Assert.Equal(allowed, CallAuthorization.Decide(parsed, credentials, Registry) is not null);
        // DIRAC's own rule forgets its groups after the first call.
        Assert.Equal(allowed, CallAuthorization.Decide(parsed, credentials, Registry) is not null);
    }

    [Theory]
    [InlineData(Trusted, "CSAdministrator", Admin, "admins", true)]
    [InlineData(Trusted, "group:admins, all", Admin, "admins", true)]
    [InlineData(Trusted, "CSAdministrator", User, "admins", false)]
    [InlineData(Trusted, "authenticated", Stranger, "users", false)]
    [InlineData(Trusted, "all", Stranger, "users", true)]
    [InlineData(Plain, "all", User, "users", false)]
    [InlineData(User, "all", Admin, "admins", false)]
    [InlineData(Stranger, "all", Admin, "admins", false)]
    public void Decide_Delegation_NeedsATrustedHost(string dn, string rule, string forDn, string forGroup, bool allowed)
    {
        var caller = CallAuthorization.Decide(Rule(rule), new CallCredentials(dn, null, new ExtraCredentials.Delegation(forDn, forGroup)), Registry);

        Assert.Equal(allowed, caller is not null);
        Assert.True(caller is null || (caller.IsDelegated && caller.Dn == forDn));
    }

    [Fact]
    public void Decide_MalformedClaim_IsRefusedByEveryRule() =>
        Assert.Null(CallAuthorization.Decide(Rule("all"), new CallCredentials(Trusted, null, new ExtraCredentials.Malformed()), Registry));

    [Fact]
    public void Decide_GroupClaim_CountsOnlyWithoutAnotherGroup()
    {
        Assert.Equal("users", As(Admin, null, "admins").Group);
        Assert.Equal("users", As(Admin, "users", "admins").Group);
        Assert.Equal("others", As(Admin, "others", "").Group);
    }

    [Fact]
    public void Decide_Allowed_IsTheRegistrysUserWithTheGroupsVo()
    {
        var caller = As(Admin, "others", "");

        Assert.Equal(("a", "others", "vo2", Admin), (caller.UserName, caller.Group, caller.Vo, caller.Dn));
    }

    [Fact]
    public void Decide_ByAProperty_ShowsOnlyThoseAskedFor_ButKeepsAllForDecisions()
    {
        var caller = CallAuthorization.Decide(Rule("csadministrator"), new CallCredentials(Admin, "admins", ExtraCredentials.None), Registry)!;

        Assert.Equal(["csadministrator"], caller.ShownProperties);
        Assert.True(caller.Properties.Has(DiracProperties.NormalUser));
    }

    [Fact]
    public void Decide_UserInAForeignGroup_IsAVisitorWithoutRights()
    {
        var caller = As(User, "admins", "");

        Assert.Equal((GridCaller.AnonymousUser, GridCaller.VisitorGroup), (caller.UserName, caller.Group));
        Assert.Equal(["NormalUser", "CSAdministrator"], caller.ShownProperties);
        Assert.Empty(caller.Properties);
    }

    [Fact]
    public void Decide_Host_HasTheHostsNameAndProperties()
    {
        var caller = As(Trusted, null, "hosts");

        Assert.Equal(("trusted", "hosts", true), (caller.UserName, caller.Group, caller.IsHost));
        Assert.True(caller.Properties.Has("TrustedHost"));
    }

    private static GridCaller As(string dn, string? group, string claim) =>
        CallAuthorization.Decide(Rule("all"), new CallCredentials(dn, group, ExtraCredentials.Of(claim)), Registry)!;

    private static CallRule Rule(string text) => new(text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
}
