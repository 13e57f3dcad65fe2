namespace Dirac.Framework.Login.Pages;

/// <summary>What a person is asked before anybody may log in for them.</summary>
/// <param name="Title">The question.</param>
/// <param name="Facts">Names and values that help to answer it.</param>
/// <param name="Warning">When to refuse.</param>
/// <param name="Action">The address that takes the answer.</param>
/// <param name="Ticket">What proves that this page was seen.</param>
internal sealed record ConsentQuestion(string Title, IReadOnlyList<(string Name, string Value)> Facts, string Warning, string Action, string Ticket)
{
    /// <summary>The code that the device shows too; null when there is none to compare.</summary>
    public string? Code { get; init; }

    /// <summary>As whom one is logged in here already; null when the provider will find out.</summary>
    public string? UserName { get; init; }
}
