using System.Text.Json.Serialization;
using Dirac.Cli.Shell;
using Dirac.Model.Errors;

namespace Dirac.Cli.Profiles;

/// <summary>All profiles of a user, and which of them is in use. Immutable.</summary>
internal sealed record ProfileBook
{
    /// <summary>No profiles.</summary>
    public static ProfileBook Empty { get; } = new();

    /// <summary>The profile of commands that name none; null for none.</summary>
    [JsonPropertyName("in_use")]
    public string? InUse { get; init; }

    /// <summary>The profiles, by name.</summary>
    [JsonPropertyName("profiles")]
    public IReadOnlyList<Profile> Profiles { get; init; } = [];

    /// <summary>The one called <paramref name="name"/>; null when there is none.</summary>
    public Profile? Find(string name) => Profiles.FirstOrDefault(profile => profile.Name == name);

    /// <summary>The one called <paramref name="name"/>.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public Profile Get(string name) => Find(name) ?? throw new UsageException(
        $"There is no profile '{name}'.",
        NearestNames.Find(name, Profiles.Select(profile => profile.Name), 1) is [var near] ? $"Did you mean '{near}'?"
        : Profiles.Count > 0 ? $"There are: {string.Join(", ", Profiles.Select(profile => profile.Name))}."
        : $"Make it with: dirac login --profile {name} --url ADDRESS");

    /// <summary>The profile for a server: the one in use if it is for that server, else the first by name; null for none.</summary>
    /// <param name="url">The server's address.</param>
    public Profile? For(string url)
    {
        var fitting = Profiles.Where(profile => profile.Url == Normalise(url)).ToList();
        return fitting.Find(profile => profile.Name == InUse) ?? fitting.FirstOrDefault();
    }

    /// <summary>The profile for the same server and VO as <paramref name="profile"/> whose group is <paramref name="group"/>; null for none.</summary>
    public Profile? ForGroup(Profile profile, string group) =>
        profile.Group == group ? profile : Profiles.FirstOrDefault(other => other.Url == profile.Url && other.Vo == profile.Vo && other.Group == group);

    /// <summary>With a profile added, or in the place of the one of its name, and in use.</summary>
    public ProfileBook With(Profile profile) => this with
    {
        InUse = profile.Name,
        Profiles = [.. Profiles.Where(other => other.Name != profile.Name).Append(profile).OrderBy(other => other.Name, StringComparer.Ordinal)],
    };

    /// <summary>Without a profile; when it was the one in use, none is.</summary>
    public ProfileBook Without(string name) => this with { InUse = InUse == name ? null : InUse, Profiles = [.. Profiles.Where(other => other.Name != name)] };

    /// <summary>An address as profiles keep it: scheme, host and port.</summary>
    public static string Normalise(string url) => Uri.TryCreate(url, UriKind.Absolute, out var address) ? address.GetLeftPart(UriPartial.Authority) : url;
}
