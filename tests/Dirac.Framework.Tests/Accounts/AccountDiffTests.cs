using System.Globalization;
using Dirac.Framework.Accounts;
using Dirac.Framework.Providers;
using Dirac.Model.Configuration;
using Dirac.Security.Identities;
using FsCheck.Xunit;

namespace Dirac.Framework.Tests.Accounts;

public sealed class AccountDiffTests
{
    private static readonly AccountSyncOptions Usual = new([]);

    [Fact]
    public void Make_SameOnBothSides_IsEmpty() => Assert.Empty(Make(Users(3), [Member(0), Member(1), Member(2)]).Changes);

    [Fact]
    public void Make_NewMember_IsAdded()
    {
        var plan = Make(Users(1), [Member(0), Member(1)]);

        Assert.Equal([new AccountChange(AccountChangeKind.Add, "user1", "sub-1", "user1@example.org", "is a member")], plan.Changes);
        Assert.Null(plan.Refusal);
    }

    [Fact]
    public void Make_NewMember_IsLeftOutWhereNobodyIsToBeAdded() =>
        Assert.Empty(AccountDiff.Make(Users(1), "demo", [Member(0), Member(1)], Usual with { AddsUsers = false }).Changes);

    [Fact]
    public void Make_NewMemberWithTheNameOfAUser_IsForAPersonToLookAt()
    {
        var plan = Make(Users(1).With("/Registry/Users/user1/DN", "/CN=1"), [Member(0), Member(1)]);

        Assert.Equal(AccountChangeKind.Look, Assert.Single(plan.Changes).Kind);
        Assert.True(plan.IsEmpty);
    }

    [Fact]
    public void Make_InactiveStranger_IsLeftOut() => Assert.Empty(Make(Users(1), [Member(0), Member(1) with { IsActive = false }]).Changes);

    [Fact]
    public void Make_MemberWhoLeftOrIsInactive_IsSuspendedNotDeleted()
    {
        Assert.Equal([AccountChangeKind.Suspend], Kinds(Make(Users(2), [Member(0)])));
        Assert.Equal([AccountChangeKind.Suspend], Kinds(Make(Users(2), [Member(0), Member(1) with { IsActive = false }])));
    }

    [Fact]
    public void Make_UserWithoutTie_IsLeftAlone() => Assert.Empty(Make(Users(1).With("/Registry/Users/host/DN", "/CN=host"), [Member(0)]).Changes);

    // Whose name at the provider is of no VO may belong to another one alone.
    [Fact]
    public void Make_UserOfAnotherVo_IsNotSuspendedInThisOne()
    {
        var root = Users(1).With("/Registry/Users/far/ID", "sub-far").With("/Registry/Groups/bio_user/VO", "bio").With("/Registry/Groups/bio_user/Users", "far");

        Assert.Empty(Make(root, [Member(0)]).Changes);
        Assert.Equal([AccountChangeKind.Suspend], Kinds(Make(root.With("/Registry/Groups/demo_user/Users", "user0, far"), [Member(0)])));
    }

    [Fact]
    public void Make_SuspendedUserWhoIsActive_IsRestoredOnlyIfWanted()
    {
        var root = Users(2).With("/Registry/Users/user1/Suspended", "demo");

        Assert.Empty(Make(root, [Member(0), Member(1)]).Changes);
        Assert.Equal([AccountChangeKind.Restore], Kinds(AccountDiff.Make(root, "demo", [Member(0), Member(1)], Usual with { LiftsSuspensions = true })));
    }

    [Fact]
    public void Make_OtherAddress_IsChangedWhateverTheCase()
    {
        Assert.Empty(Make(Users(1), [Member(0) with { Email = "USER0@example.org" }]).Changes);
        Assert.Equal([AccountChangeKind.ChangeEmail], Kinds(Make(Users(1), [Member(0) with { Email = "new@example.org" }])));
        Assert.Empty(AccountDiff.Make(Users(1), "demo", [Member(0) with { Email = "new@example.org" }], Usual with { ChangesUsers = false }).Changes);
    }

    [Theory]
    [InlineData(8, 2, false)]
    [InlineData(8, 3, true)]
    [InlineData(2, 1, false)]
    [InlineData(100, 25, false)]
    [InlineData(100, 26, true)]
    public void Make_MoreThanAQuarterLeft_IsRefused(int users, int leavers, bool isRefused) =>
        Assert.Equal(isRefused, Make(Users(users), [.. Enumerable.Range(leavers, users - leavers).Select(Member)]).Refusal is not null);

    [Fact]
    public void Make_NoMembers_IsRefused() => Assert.NotNull(Make(Users(1), []).Refusal);

    [Property(MaxTest = 100)]
    public bool Make_Applied_LeavesNothingToDo(bool[] registered, bool[] members)
    {
        var root = Users(0);
        for (var number = 0; number < registered.Length; number++)
        {
            if (registered[number]) root = Add(root, number);
        }

        var listed = members.Select((isMember, number) => (isMember, number)).Where(entry => entry.isMember).Select(entry => Member(entry.number)).ToList();
        var before = new Registry(root).Users.ToHashSet();
        var plan = Make(root, listed);
        var after = plan.Changes.Aggregate(root, (tree, change) => change.Kind switch
        {
            AccountChangeKind.Add => AccountEdits.Add(tree, new NewAccount("demo", change.UserName, change.Subject, change.Email, "demo_user")),
            AccountChangeKind.Suspend => AccountEdits.Suspend(tree, "demo", change.UserName),
            _ => tree,
        });
        return Make(after, listed).IsEmpty && before.IsSubsetOf(new Registry(after).Users);
    }

    private static AccountPlan Make(CfgSection root, IReadOnlyList<Member> members) => AccountDiff.Make(root, "demo", members, Usual);

    private static IEnumerable<AccountChangeKind> Kinds(AccountPlan plan) => plan.Changes.Select(change => change.Kind);

    private static Member Member(int number) => new(Name("sub-", number), Name("user", number), Name("user", number) + "@example.org", true, GroupClaims.None);

    private static CfgSection Users(int count) => Enumerable.Range(0, count).Aggregate(
        CfgSection.Empty.With("/Registry/VO/demo/DefaultGroup", "demo_user").With("/Registry/Groups/demo_user/VO", "demo"), Add);

    private static CfgSection Add(CfgSection root, int number) =>
        AccountEdits.Add(root, new NewAccount("demo", Name("user", number), Name("sub-", number), Name("user", number) + "@example.org", "demo_user"));

    private static string Name(string prefix, int number) => prefix + number.ToString(CultureInfo.InvariantCulture);
}
