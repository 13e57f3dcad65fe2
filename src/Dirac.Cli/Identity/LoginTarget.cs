using Dirac.Cli.Profiles;
using Dirac.Cli.Shell;

namespace Dirac.Cli.Identity;

/// <summary>Where a login goes, and into which profile.</summary>
/// <param name="Url">The server.</param>
/// <param name="Name">The profile named; null makes a name.</param>
/// <param name="Known">The profile of that name, or another one for the server, from which trust is taken; null for a new server.</param>
internal sealed record LoginTarget(Uri Url, string? Name, Profile? Known)
{
    /// <summary>The profile that is logged in to again; null when it is a new one.</summary>
    public Profile? Again => Known is { } known && known.Name == Name ? known : null;

    /// <summary>Decides. Pure.</summary>
    /// <param name="options">What the command line says.</param>
    /// <param name="environment">What the environment says.</param>
    /// <param name="book">The profiles.</param>
    /// <exception cref="UsageException">Nobody said where to, the name is no name, or it is taken by another server.</exception>
    public static LoginTarget Decide(ServerWishes options, ServerWishes environment, ProfileBook book)
    {
        var url = options.Url ?? (options.Profile is null && environment.Profile is null ? environment.Url : null);
        var name = options.Profile ?? (url is null ? environment.Profile ?? book.InUse : null);
        if (name is not null && !ProfileNames.IsGood(name))
            throw new UsageException($"'{name}' is no name for a profile.", "Take up to 64 letters, digits, dots, hyphens and underscores, with a letter or digit first.");
        var named = name is null ? null : book.Find(name);
        if (url is null) return named is null ? throw Nowhere(name) : new LoginTarget(new Uri(named.Url), name, named);
        var address = Check(ServerAddress.Parse(url));
        if (named is not null && named.Url != ProfileBook.Normalise(address.AbsoluteUri))
            throw new UsageException($"The profile {name} is for {named.Url}.", $"Take another name, or forget that one first: dirac profile remove {name}");
        return new LoginTarget(new Uri(ProfileBook.Normalise(address.AbsoluteUri)), name, named ?? book.For(address.AbsoluteUri));
    }

    private static Uri Check(Uri address) => address.Scheme == Uri.UriSchemeHttps || address.IsLoopback
        ? address
        : throw new UsageException($"{address} would send your login over the network in the clear.", "Use its https:// address.");

    private static UsageException Nowhere(string? name) => name is null
        ? new("Log in to which server?", "Name it: dirac login --url https://ADDRESS. The server of 'dirac up' on this machine needs no login; 'dirac login --local --print-token' prints a token for it.")
        : new($"There is no profile '{name}' yet.", $"Name its server: dirac login --profile {name} --url https://ADDRESS");
}
