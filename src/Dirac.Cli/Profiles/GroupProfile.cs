using Dirac.Cli.Shell;

namespace Dirac.Cli.Profiles;

/// <summary>Which login to use when a command wants to work as a certain group: a token is good for one group.</summary>
internal static class GroupProfile
{
    /// <summary>The profile itself, or the one for the same server and VO that is of that group. Pure.</summary>
    /// <param name="profile">The profile chosen.</param>
    /// <param name="group">The group wanted; null for the profile's own.</param>
    /// <param name="book">All profiles.</param>
    /// <exception cref="UsageException">Nobody is logged in as that group.</exception>
    public static Profile Find(Profile profile, string? group, ProfileBook book)
    {
        if (group is null) return profile;
        return book.ForGroup(profile, group) ?? throw new UsageException(
            $"The profile {profile.Name} is a login as {profile.Group ?? "your default group"}, not as {group}.",
            $"Log in as {group}, too: dirac login --url {profile.Url}{(profile.Vo is { } vo ? $" --vo {vo}" : "")} --group {group} --profile {profile.Name}-{group}");
    }
}
