namespace Dirac.Security.Calls;

/// <summary>What a caller brought to a call, before anything was decided about it. Immutable.</summary>
/// <param name="Dn">Distinguished name proved by the connection; null when it proved none.</param>
/// <param name="Group">Group that the proxy names; null when it names none.</param>
/// <param name="Extra">What is claimed beside that.</param>
public sealed record CallCredentials(string? Dn, string? Group, ExtraCredentials Extra)
{
    /// <summary>A caller who proved nothing.</summary>
    public static CallCredentials Visitor { get; } = new(null, null, ExtraCredentials.None);
}
