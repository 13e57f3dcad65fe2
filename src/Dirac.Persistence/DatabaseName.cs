using System.Text.RegularExpressions;

namespace Dirac.Persistence;

/// <summary>Names of databases become part of SQL, so they are identifiers and nothing else.</summary>
internal static partial class DatabaseName
{
    public static string Verify(string name) =>
        Identifier().IsMatch(name)
            ? name
            : throw new ArgumentException($"'{name}' is not a database name: use letters, digits and underscores.", nameof(name));

    [GeneratedRegex(@"\A[A-Za-z]\w{0,62}\z", RegexOptions.ECMAScript)]
    private static partial Regex Identifier();
}
