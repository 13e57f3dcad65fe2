using Dirac.Framework.Accounts;
using Dirac.Framework.Providers;
using Dirac.Model.Configuration;
using Dirac.Model.Errors;
using Dirac.Security.Identities;

namespace Dirac.Framework.Tests.Accounts;

public sealed class AccountEditsTests
{
    private static readonly CfgSection Root = CfgSection.Empty
        .With("/Registry/VO/demo/DefaultGroup", "demo_user")
        .With("/Registry/Groups/demo_user/VO", "demo")
        .With("/Registry/Groups/demo_user/Users", "ann")
        .With("/Registry/Users/ann/Email", "ann@example.org");

    [Theory]
    [InlineData("sub-bob")]
    [InlineData("#{a=b}//'\"+")]
    [InlineData("auth0|507f1f77bcf86cd799439020")]
    public void Add_Person_IsFoundAgainAfterWritingAndReading(string subject)
    {
        var root = Cfg.Parse(Cfg.Write(AccountEdits.Add(Root, new NewAccount("demo", "bob", subject, "bob@example.org", "demo_user"))));

        Assert.Equal(["bob"], new RegisteredSubjects(root, "demo").UsersOf(subject));
        Assert.Equal(["ann", "bob"], root.GetList("/Registry/Groups/demo_user/Users"));
        Assert.Equal("bob@example.org", root.GetOption("/Registry/Users/bob/Email"));
    }

    [Fact]
    public void Add_WithoutEmail_IsAUserAllTheSame() =>
        Assert.True(new Registry(Cfg.Parse(Cfg.Write(AccountEdits.Add(Root, new NewAccount("demo", "bob", "s", "", null))))).IsUser("bob"));

    [Fact]
    public void Add_ExistingUser_KeepsTheAddress() =>
        Assert.Equal("ann@example.org", AccountEdits.Add(Root, new NewAccount("demo", "ann", "s", "other@example.org", null)).GetOption("/Registry/Users/ann/Email"));

    [Fact]
    public void Add_Twice_ChangesNothing()
    {
        var account = new NewAccount("demo", "bob", "s", "b@example.org", "demo_user");
        var once = AccountEdits.Add(Root, account);

        Assert.Equal(Cfg.Write(once), Cfg.Write(AccountEdits.Add(once, account)));
    }

    [Fact]
    public void Add_PersonWhoIsSomebodyElse_IsAConflict()
    {
        var root = AccountEdits.Add(Root, new NewAccount("demo", "ann", "s", "", null));

        Assert.Equal(ErrorCode.Conflict, Assert.Throws<DiracException>(() => AccountEdits.Add(root, new NewAccount("demo", "bob", "s", "", null))).Code);
        Assert.Equal(ErrorCode.Conflict, Assert.Throws<DiracException>(() => AccountEdits.Add(root, new NewAccount("demo", "ann", "t", "", null))).Code);
    }

    [Fact]
    public void Suspend_AndRestore_TouchOneVo()
    {
        var root = AccountEdits.Suspend(AccountEdits.Suspend(Root, "other", "ann"), "demo", "ann");
        Assert.False(new Registry(root).IsActive("ann", "demo"));

        root = AccountEdits.Restore(root, "demo", "ann");
        Assert.True(new Registry(root).IsActive("ann", "demo"));
        Assert.False(new Registry(root).IsActive("ann", "other"));
        Assert.Null(AccountEdits.Restore(root, "other", "ann").GetOption("/Registry/Users/ann/Suspended"));
    }

    [Fact]
    public void Suspend_DiracsNone_IsReplaced() =>
        Assert.Equal("demo", AccountEdits.Suspend(Root.With("/Registry/Users/ann/Suspended", "None"), "demo", "ann").GetOption("/Registry/Users/ann/Suspended"));
}
