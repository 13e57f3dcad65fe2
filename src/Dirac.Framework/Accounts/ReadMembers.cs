using Dirac.Framework.Providers;
using Dirac.Model.Errors;

namespace Dirac.Framework.Accounts;

/// <summary>Reads all members of a VO from its provider, by SCIM, with a token of this server's own. Thread-safe.</summary>
internal sealed class ReadMembers(ProviderDocuments documents, ProviderCalls calls)
{
    /// <summary>The most members that are read.</summary>
    public const int MostMembers = 200_000;

    private const int PageSize = 100;

    /// <summary>All of them: a list that is not whole is none, as those who are missing in it would be suspended.</summary>
    /// <exception cref="DiracException">Unavailable: the provider does not answer, or contradicts itself. BadConfiguration: it does not let this server read.</exception>
    public async Task<IReadOnlyList<Member>> RunAsync(ProviderSettings settings, CancellationToken cancellationToken)
    {
        var metadata = await documents.MetadataAsync(settings, cancellationToken);
        var answer = await calls.TokenAsync(settings, metadata, [new("grant_type", "client_credentials"), new("scope", settings.ScimScope)], cancellationToken);
        if (answer.AccessToken is not { } token)
            throw new DiracException(ErrorCode.BadConfiguration, $"The identity provider {settings.Name} gives this server no token to read its users.", $"Let the client {settings.ClientId} use client_credentials with the scope {settings.ScimScope}.");

        var members = new Dictionary<string, Member>(StringComparer.Ordinal);
        var (read, total) = (0, 1);
        while (read < total)
        {
            var page = ScimPage.Read(await calls.GetAsync(settings, AddressOf(settings, read + 1), token, ProviderHttp.LongestPage, cancellationToken), settings.Issuer);
            if (page.Total > MostMembers) throw Incomplete(settings, $"says it has {page.Total} users; at most {MostMembers} are read");
            if (page.Resources == 0 && page.Total > read) throw Incomplete(settings, $"says it has {page.Total} users and shows {read}");
            if (page.Members.Count < page.Resources) throw Incomplete(settings, "lists users without a usable id");
            foreach (var member in page.Members) members.TryAdd(member.Subject, member);
            (read, total) = (read + page.Resources, page.Total);
        }

        return [.. members.Values];
    }

    private static Uri AddressOf(ProviderSettings settings, int start) =>
        new($"{settings.ScimUrl?.AbsoluteUri ?? settings.Issuer.AbsoluteUri.TrimEnd('/') + "/scim/Users"}?startIndex={start}&count={PageSize}");

    private static DiracException Incomplete(ProviderSettings settings, string what) =>
        new(ErrorCode.Unavailable, $"The identity provider {settings.Name} {what}.", "Nothing was changed. Try again; if it stays so, tell those who run the provider.");
}
