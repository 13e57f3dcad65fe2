namespace Dirac.Framework.Providers;

/// <summary>Who has logged in at a provider.</summary>
internal abstract record ProviderAnswer
{
    private ProviderAnswer() { }

    /// <summary>A registered user.</summary>
    /// <param name="UserName">DIRAC user name.</param>
    /// <param name="Subject">The provider's name for the person (<c>sub</c>).</param>
    public sealed record Known(string UserName, string Subject) : ProviderAnswer;

    /// <summary>Somebody the provider vouches for and the configuration does not know; administrators can see the wish.</summary>
    /// <param name="Message">What to tell the person.</param>
    public sealed record Unknown(string Message) : ProviderAnswer;

    /// <summary>Nobody: the code is wrong or used, the answer is not the provider's, or the user is suspended.</summary>
    /// <param name="Reason">What to tell the person.</param>
    public sealed record Refused(string Reason) : ProviderAnswer;
}
