using MimeKit;

namespace Dirac.Workload.Sets.Notices;

/// <summary>Judges mail addresses. Pure.</summary>
internal static class MailAddresses
{
    private const int Longest = 254;

    /// <summary>The address a text is, without a name; null when it is none.</summary>
    public static string? Parse(string text)
    {
        if (text.Length > Longest || text.Any(letter => char.IsControl(letter) || char.IsWhiteSpace(letter) || letter is '<' or '>' or ',' or ';')) return null;
        return MailboxAddress.TryParse(text, out var box) && box.Address == text && text.IndexOf('@', StringComparison.Ordinal) > 0 ? text : null;
    }

    /// <summary>Whether an address is named, or its domain is.</summary>
    public static bool IsAllowed(string address, IEnumerable<string> allowed) => allowed.Any(entry => entry.StartsWith('@')
        ? address.EndsWith(entry, StringComparison.OrdinalIgnoreCase)
        : string.Equals(address, entry, StringComparison.OrdinalIgnoreCase));
}
