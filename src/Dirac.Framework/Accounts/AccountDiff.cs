using Dirac.Framework.Providers;
using Dirac.Model.Configuration;
using Dirac.Security.Identities;

namespace Dirac.Framework.Accounts;

/// <summary>Compares a VO's members with the configuration. Pure. Nobody is ever deleted, and users who are tied to nobody at the provider are left alone.</summary>
internal sealed class AccountDiff
{
    /// <summary>The share of a VO's users that may be suspended at once; more looks like a provider that has lost its members.</summary>
    public const double MostSuspended = 0.25;

    private readonly CfgSection _root;
    private readonly Registry _registry;
    private readonly string _vo;
    private readonly RegisteredSubjects _subjects;
    private readonly HashSet<string> _taken;
    private readonly List<AccountChange> _changes = [];

    private AccountDiff(CfgSection root, string vo)
    {
        (_root, _vo) = (root, vo);
        _registry = new Registry(root);
        _subjects = new RegisteredSubjects(root, vo);
        _taken = _registry.Users.ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Makes the plan.</summary>
    /// <param name="root">The whole tree.</param>
    /// <param name="vo">The VO.</param>
    /// <param name="members">All its members.</param>
    /// <param name="options">What may be changed.</param>
    public static AccountPlan Make(CfgSection root, string vo, IReadOnlyList<Member> members, AccountSyncOptions options)
    {
        var diff = new AccountDiff(root, vo);
        foreach (var member in members.OrderBy(member => member.Subject, StringComparer.Ordinal)) diff.Compare(member, options);
        var tied = diff.TiedUsers();
        diff.FindLeavers(tied, members.Select(member => member.Subject).ToHashSet(StringComparer.Ordinal));
        var suspended = diff._changes.Count(change => change.Kind == AccountChangeKind.Suspend);
        var refusal = suspended > Math.Max(1, tied.Count * MostSuspended)
            ? $"{suspended} of {tied.Count} users would be suspended; more than a quarter is refused. Has the provider lost its members? If it is right, suspend them by hand."
            : suspended > 0 && !members.Any(member => member.IsActive) ? "The provider lists no active member at all; nobody is suspended for that." : null;
        return new AccountPlan([.. diff._changes.OrderBy(change => change.UserName, StringComparer.Ordinal).ThenBy(change => change.Kind)], refusal);
    }

    private void Compare(Member member, AccountSyncOptions options)
    {
        switch (_subjects.UsersOf(member.Subject))
        {
            case []:
                if (member.IsActive && options.AddsUsers) Meet(member);
                break;
            case [var user]:
                CompareUser(user, member, options);
                break;
            case var several:
                _changes.Add(new AccountChange(AccountChangeKind.Look, several[0], member.Subject, "", $"{string.Join(" and ", several)} have the same name at the provider; take it from all but one"));
                break;
        }
    }

    // Whoever has the same name need not be the same person, and an address can be had by many.
    private void Meet(Member member)
    {
        var local = UserNames.Suggest(member.UserName, new HashSet<string>());
        if (_registry.IsUser(local))
        {
            _changes.Add(new AccountChange(AccountChangeKind.Look, local, member.Subject, member.Email ?? "", "a member goes by this user's name; tie them if they are the same person"));
            return;
        }

        var name = UserNames.Suggest(member.UserName, _taken);
        _taken.Add(name);
        _changes.Add(new AccountChange(AccountChangeKind.Add, name, member.Subject, member.Email ?? "", "is a member"));
    }

    private void CompareUser(string user, Member member, AccountSyncOptions options)
    {
        var isSuspended = !_registry.IsActive(user, _vo);
        if (!member.IsActive && !isSuspended) Change(AccountChangeKind.Suspend, user, member, "is not active at the provider");
        if (member.IsActive && isSuspended && options.LiftsSuspensions) Change(AccountChangeKind.Restore, user, member, "is active at the provider");
        var known = _root.GetOption($"/Registry/Users/{user}/Email") ?? "";
        if (member.Email is { } email && !string.Equals(email, known, StringComparison.OrdinalIgnoreCase) && options.ChangesUsers)
            Change(AccountChangeKind.ChangeEmail, user, member, known.Length > 0 ? $"was {known}" : "had no address");
    }

    private void FindLeavers(IReadOnlyList<string> tied, HashSet<string> subjects)
    {
        foreach (var user in tied.Where(user => !subjects.Contains(_subjects.ByUser[user]) && _registry.IsActive(user, _vo)))
            _changes.Add(new AccountChange(AccountChangeKind.Suspend, user, _subjects.ByUser[user], "", "is not a member any more"));
    }

    // A name at a provider that is of no VO counts for those who are in a group of this one.
    private List<string> TiedUsers()
    {
        var listed = _root.OptionNames(RegisteredSubjects.SectionOf(_vo)).ToHashSet(StringComparer.Ordinal);
        var members = _registry.GroupsOfVo(_vo).SelectMany(group => _root.GetList($"/Registry/Groups/{group}/Users")).ToHashSet(StringComparer.Ordinal);
        return [.. _subjects.ByUser.Keys.Where(user => listed.Contains(user) || members.Contains(user))];
    }

    private void Change(AccountChangeKind kind, string user, Member member, string reason) => _changes.Add(new AccountChange(kind, user, member.Subject, member.Email ?? "", reason));
}
