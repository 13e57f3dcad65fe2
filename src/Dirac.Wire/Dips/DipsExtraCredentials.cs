using Dirac.Wire.Values;

namespace Dirac.Wire.Dips;

/// <summary>What a client says about itself beside its certificate. None of it is checked here.</summary>
public abstract record DipsExtraCredentials
{
    private const string Hosts = "hosts";

    private DipsExtraCredentials()
    {
    }

    /// <summary>The value as it travels.</summary>
    /// <returns>The value.</returns>
    public WireValue ToWire() => this switch
    {
        Host => Hosts,
        Group group => group.Name,
        Delegation to => WireValue.List(to.DistinguishedName, to.GroupName),
        _ => "",
    };

    /// <summary>Reads what a client sent.</summary>
    /// <param name="value">The value; None when it sent nothing.</param>
    /// <returns>What it means; <see cref="Malformed"/> for what means nothing.</returns>
    public static DipsExtraCredentials Read(WireValue value) => value.Kind switch
    {
        WireKind.Null => new None(),
        WireKind.Text => value.AsText() switch { "" => new None(), Hosts => new Host(), var group => new Group(group) },
        WireKind.List or WireKind.Tuple => value.AsList().Span switch
        {
            [] => new None(),
            [{ Kind: WireKind.Text } name, { Kind: WireKind.Text } group] => new Delegation(name.AsText(), group.AsText()),
            _ => new Malformed(),
        },
        _ => new Malformed(),
    };

    /// <summary>Nothing.</summary>
    public sealed record None : DipsExtraCredentials;

    /// <summary>Its certificate is one of a host.</summary>
    public sealed record Host : DipsExtraCredentials;

    /// <summary>It asks for a group.</summary>
    /// <param name="Name">Which.</param>
    public sealed record Group(string Name) : DipsExtraCredentials;

    /// <summary>It acts for someone else, which trusted hosts may.</summary>
    /// <param name="DistinguishedName">For whom.</param>
    /// <param name="GroupName">In which group.</param>
    public sealed record Delegation(string DistinguishedName, string GroupName) : DipsExtraCredentials;

    /// <summary>Something else; such a call is to be refused.</summary>
    public sealed record Malformed : DipsExtraCredentials;
}
