namespace Dirac.Security.Certificates.Voms;

/// <summary>A fully qualified attribute name: a group of a VO, perhaps with a role in it. Immutable; equal when group, role and capability are.</summary>
public sealed record VomsFqan
{
    private const int Longest = 1024;
    private const string RolePrefix = "Role=";
    private const string CapabilityPrefix = "Capability=";
    private const string None = "NULL";

    private VomsFqan(string group, string? role, string? capability)
    {
        Group = group;
        Role = role;
        Capability = capability;
    }

    /// <summary>The group with those above it, the VO first: <c>/lhcb/analysis</c>.</summary>
    public string Group { get; }

    /// <summary>The role; null when there is none, which VOMS writes as <c>Role=NULL</c>.</summary>
    public string? Role { get; }

    /// <summary>The capability, which VOMS no longer uses; null when there is none.</summary>
    public string? Capability { get; }

    /// <summary>The first part of the group.</summary>
    public string Vo => Group.IndexOf('/', 1) is var end and > 0 ? Group[1..end] : Group[1..];

    /// <summary>Reads <c>/vo/group/Role=role/Capability=capability</c>; the last two may be missing.</summary>
    /// <returns>Null when it is not such a text.</returns>
    public static VomsFqan? TryParse(string text)
    {
        if (text.Length > Longest || !text.StartsWith('/') || text.Any(char.IsControl)) return null;
        var parts = text[1..].Split('/').ToList();
        var capability = TakeLast(parts, CapabilityPrefix);
        var role = TakeLast(parts, RolePrefix);
        if (parts.Count == 0 || capability is "" || role is "" || parts.Exists(part => part.Length == 0 || part.Contains('='))) return null;
        return new VomsFqan("/" + string.Join('/', parts), role == None ? null : role, capability == None ? null : capability);
    }

    /// <summary>The short form, without what is NULL, as DIRAC's <c>VOMSRole</c> options have it: <c>/lhcb/Role=production</c>.</summary>
    public override string ToString() =>
        Group + (Role is null ? "" : $"/{RolePrefix}{Role}") + (Capability is null ? "" : $"/{CapabilityPrefix}{Capability}");

    private static string? TakeLast(List<string> parts, string prefix)
    {
        if (parts.Count == 0 || !parts[^1].StartsWith(prefix, StringComparison.Ordinal)) return null;
        var value = parts[^1][prefix.Length..];
        parts.RemoveAt(parts.Count - 1);
        return value.Contains('=') ? "" : value;
    }
}
