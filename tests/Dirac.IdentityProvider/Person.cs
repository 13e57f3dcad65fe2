namespace Dirac.IdentityProvider;

/// <summary>Somebody who can log in.</summary>
public sealed record Person
{
    /// <summary>The provider's lasting name for the person.</summary>
    public required string Subject { get; init; }

    /// <summary>What the person types to log in; sent as <c>preferred_username</c>.</summary>
    public required string UserName { get; init; }

    /// <summary>Empty lets anybody in who types the user name.</summary>
    public string Password { get; init; } = "";

    /// <summary>The name for people.</summary>
    public string Name { get; init; } = "";

    /// <summary>E-mail address; empty sends none.</summary>
    public string Email { get; init; } = "";

    /// <summary>Whether the account may be used.</summary>
    public bool Active { get; init; } = true;

    /// <summary>Paths such as <c>/demo/admins</c>: sent as <c>wlcg.groups</c>, without the first slash as <c>groups</c>.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Sent as <c>eduperson_entitlement</c>.</summary>
    public IReadOnlyList<string> Entitlements { get; init; } = [];

    /// <summary>Reads <c>SUBJECT:USERNAME:EMAIL:GROUP+GROUP</c>; what is missing at the end is empty.</summary>
    /// <param name="text">For example <c>6b1f:ann:ann@example.org:/demo/admins</c>.</param>
    public static Person Parse(string text) => text.Split(':', 4) switch
    {
        [var subject, var user, .. var more] => new Person
        {
            Subject = subject,
            UserName = user,
            Name = user,
            Email = more.ElementAtOrDefault(0) ?? "",
            Groups = more.ElementAtOrDefault(1)?.Split('+', StringSplitOptions.RemoveEmptyEntries) ?? [],
        },
        _ => throw new FormatException($"'{text}' is no SUBJECT:USERNAME[:EMAIL[:GROUP+GROUP]]."),
    };
}
