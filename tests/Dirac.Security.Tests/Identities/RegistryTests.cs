using Dirac.Model.Configuration;
using Dirac.Security.Identities;

namespace Dirac.Security.Tests.Identities;

public sealed class RegistryTests
{
    private static readonly Registry Sample = new(Cfg.Parse("""
        Registry
        {
          DefaultGroup = nobody, demo_user
          DefaultVO = demo
          Users
          {
            ann
            {
              DN = /CN=ann
            }
            bob
            {
              DefaultGroup = bio_user
              Suspended = demo
            }
          }
          Groups
          {
            demo_admin
            {
              Users = ann
              Properties = JobAdministrator
            }
            demo_user
            {
              Users = ann, bob
              Properties = NormalUser, PrivateLimitedDelegation
              VO = demo
            }
            bio_user
            {
              Users = bob
              VO = bio
            }
          }
          VO
          {
            demo
            {
              Support
              {
                Email = help@example.org
              }
            }
          }
        }
        """));

    [Theory]
    [InlineData("demo_user", "demo")]
    [InlineData("demo_admin", "demo")]
    [InlineData("bio_user", "bio")]
    [InlineData("nobody", null)]
    public void VoOfGroup_OwnOptionElseDefault_ForKnownGroupsOnly(string group, string? vo) => Assert.Equal(vo, Sample.VoOfGroup(group));

    [Theory]
    [InlineData("ann", "demo", "demo_user")]
    [InlineData("bob", "bio", "bio_user")]
    [InlineData("bob", "demo", "demo_user")]
    [InlineData("ann", "bio", null)]
    [InlineData("eve", "demo", null)]
    public void DefaultGroupOf_FirstDefaultThatListsTheUserInTheVo(string user, string vo, string? group) =>
        Assert.Equal(group, Sample.DefaultGroupOf(user, vo));

    [Theory]
    [InlineData("ann", "demo", true)]
    [InlineData("bob", "demo", false)]
    [InlineData("bob", "bio", true)]
    [InlineData("eve", "demo", false)]
    [InlineData("ann/..", "demo", false)]
    public void IsActive_RegisteredAndNotSuspendedThere(string user, string vo, bool active) => Assert.Equal(active, Sample.IsActive(user, vo));

    [Fact]
    public void Groups_OfUserOfVoAndTheirProperties_ComeFromTheTree()
    {
        Assert.Equal(["demo_user", "bio_user"], Sample.GroupsOf("bob"));
        Assert.Equal(["demo_admin", "demo_user"], Sample.GroupsOfVo("demo"));
        Assert.Equal(["demo", "bio"], Sample.Vos);
        Assert.True(Sample.PropertiesOf("demo_user").Has("normaluser"));
        Assert.Empty(Sample.PropertiesOf("nobody"));
        Assert.Equal("help@example.org", Sample.VoOption("demo", "Support/Email"));
    }

    [Fact]
    public void DefaultGroupOfVo_ConfiguredElseFirst()
    {
        Assert.Equal("demo_user", Sample.DefaultGroupOfVo("demo"));
        Assert.Equal("bio_user", Sample.DefaultGroupOfVo("bio"));
        Assert.Null(Sample.DefaultGroupOfVo("nowhere"));
    }

    [Fact]
    public void EmptyConfiguration_HasNobody()
    {
        var empty = new Registry(CfgSection.Empty);

        Assert.Empty(empty.Users);
        Assert.Empty(empty.Vos);
        Assert.Null(empty.DefaultGroupOf("ann", "demo"));
    }
}
