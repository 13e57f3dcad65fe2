using Dirac.Cli.Shell;

namespace Dirac.Cli.Profiles;

/// <summary>Which server a command talks to, and with which login.</summary>
internal abstract record ServerChoice
{
    private ServerChoice()
    {
    }

    /// <summary>The server and the login of a profile.</summary>
    public sealed record OfProfile(Profile Profile) : ServerChoice;

    /// <summary>A server at this address without a profile: one on this machine, with the identity of the data directory, or any with DIRAC_TOKEN.</summary>
    public sealed record OfAddress(string Url) : ServerChoice;

    /// <summary>The server of the data directory.</summary>
    public sealed record OfDataDirectory : ServerChoice;

    /// <summary>
    /// Decides: the command line before the environment before the profile in use before the usual data directory; in the first two, a profile before an address
    /// before a data directory. An address for which there is a profile is that profile's, unless a data directory is named as well. Pure.
    /// </summary>
    /// <param name="options">What the command line says.</param>
    /// <param name="environment">What DIRAC_PROFILE, DIRAC_URL and DIRAC_DATA say.</param>
    /// <param name="book">The profiles.</param>
    /// <exception cref="UsageException">There is no such profile, or the command line contradicts itself.</exception>
    public static ServerChoice Decide(ServerWishes options, ServerWishes environment, ProfileBook book)
    {
        if (options is { Profile: not null } and not { Url: null, Data: null })
            throw new UsageException("--profile says which server it is.", "Leave out --url and --data, or --profile.");
        return Decide(options, book) ?? Decide(environment, book) ?? (book.InUse is { } name && book.Find(name) is { } used ? new OfProfile(used) : new OfDataDirectory());
    }

    private static ServerChoice? Decide(ServerWishes wishes, ProfileBook book) => wishes switch
    {
        { Profile: { } name } => new OfProfile(book.Get(name)),
        { Url: { } url, Data: null } when book.For(url) is { } profile => new OfProfile(profile),
        { Url: { } url } => new OfAddress(url),
        { Data: not null } => new OfDataDirectory(),
        _ => null,
    };
}
