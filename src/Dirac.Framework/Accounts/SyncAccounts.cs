using Dirac.Framework.Providers;
using Dirac.Hosting.Configuration;
using Dirac.Model.Configuration;
using Dirac.Model.Errors;
using Microsoft.Extensions.Logging;

namespace Dirac.Framework.Accounts;

/// <summary>Operation: makes the users of a VO agree with its provider, or tells what would be done. What was applied is in the configuration when this returns.</summary>
internal sealed partial class SyncAccounts(
    IConfigurationSnapshots snapshots, ReadMembers members, IConfigurationChanges changes, EntitledGroups entitled, ILogger<SyncAccounts> logger)
{
    /// <summary>Who makes the changes of the task.</summary>
    public const string Itself = "dirac-server";

    /// <summary>Compares, and changes if <paramref name="apply"/> says so and the plan is not refused.</summary>
    /// <returns>The plan, and whether it was applied.</returns>
    /// <exception cref="DiracException">The provider does not answer, or the configuration is not kept here.</exception>
    public async Task<(AccountPlan Plan, bool IsApplied)> RunAsync(string vo, bool apply, string committer, CancellationToken cancellationToken)
    {
        var settings = ProviderSection.Find(snapshots.Current.Root, vo)
            ?? throw new DiracException(ErrorCode.NotFound, $"{vo} has no identity provider.", "Name one in /Registry/VO/VO/IdProvider.");
        var listed = await members.RunAsync(settings, cancellationToken);
        var snapshot = snapshots.Current;
        var plan = AccountDiff.Make(snapshot.Root, vo, listed, AccountSyncOptions.Read(snapshot.Root));
        if (plan.Refusal is { } refusal) LogRefused(vo, refusal);
        if (!apply || plan.Refusal is not null) return (plan, false);
        if (!plan.IsEmpty) await changes.ChangeAsync(committer, root => plan.Changes.Aggregate(root, (tree, change) => Apply(tree, vo, change, snapshot)), cancellationToken);
        await RememberAsync(vo, listed, cancellationToken);
        if (!plan.IsEmpty) LogApplied(plan.Changes.Count(change => change.Kind != AccountChangeKind.Look), vo, committer);
        return (plan, true);
    }

    private static CfgSection Apply(CfgSection root, string vo, AccountChange change, ConfigurationSnapshot snapshot) => change.Kind switch
    {
        AccountChangeKind.Add => AccountEdits.Add(root, new NewAccount(vo, change.UserName, change.Subject, change.Email, snapshot.Registry.DefaultGroupOfVo(vo))),
        AccountChangeKind.Suspend => AccountEdits.Suspend(root, vo, change.UserName),
        AccountChangeKind.Restore => AccountEdits.Restore(root, vo, change.UserName),
        AccountChangeKind.ChangeEmail => AccountEdits.ChangeEmail(root, change.UserName, change.Email),
        _ => root,
    };

    // Groups follow the provider, too, without a login.
    private async Task RememberAsync(string vo, IReadOnlyList<Member> listed, CancellationToken cancellationToken)
    {
        var snapshot = snapshots.Current;
        if (!ClaimsToGroups.MatterIn(snapshot.Registry, vo, ProviderSection.MapsGroupsByName(snapshot.Root, vo))) return;
        var subjects = new RegisteredSubjects(snapshot.Root, vo);
        await entitled.RememberAsync(
            [.. listed.Where(member => member.IsActive).SelectMany(member => subjects.UsersOf(member.Subject).Take(1).Select(user => entitled.RowOf(vo, user, member.Subject, member.Groups)))],
            cancellationToken);
    }

    [LoggerMessage(5780, LogLevel.Information, "{Changes} changes make the users of {Vo} agree with the provider, for {Committer}")]
    private partial void LogApplied(int changes, string vo, string committer);

    [LoggerMessage(5781, LogLevel.Error, "The users of {Vo} are not synchronised: {Refusal}")]
    private partial void LogRefused(string vo, string refusal);
}
