namespace Dirac.Framework.Login.Redirects;

/// <summary>Makes the addresses that browsers are sent to at the end of a login. Pure.</summary>
internal static class RedirectTarget
{
    /// <summary>The client's address with fields appended, each encoded.</summary>
    /// <param name="address">An address that <see cref="RedirectRules"/> has let through.</param>
    /// <param name="fields">Names and values; a null value is left out.</param>
    /// <remarks>DiracX's portal waits at <c>ORIGIN/#authentication-callback</c> and reads the fields after its fragment, so they always come last.</remarks>
    public static string With(string address, params IReadOnlyList<(string Name, string? Value)> fields)
    {
        var given = fields.Where(field => field.Value is not null).Select(field => $"{field.Name}={Uri.EscapeDataString(field.Value!)}");
        var hasQuery = !address.Contains('#', StringComparison.Ordinal) && address.Contains('?', StringComparison.Ordinal);
        return $"{address}{(hasQuery ? '&' : '?')}{string.Join('&', given)}";
    }
}
