using System.Collections.Concurrent;
using Dirac.Framework.Providers;
using Dirac.Model.Errors;

namespace Dirac.Framework.Tests.Support;

/// <summary>The identity provider of some VOs, as far as a login sees it. Several servers may share it.</summary>
internal sealed class FakeProviders(params string[] vos) : IIdentityProviders
{
    public const string Address = "https://idp.example.org/login";

    private readonly ConcurrentDictionary<string, ProviderVisit> _visits = new(StringComparer.Ordinal);

    /// <summary>Who logs in, by the code that the provider gives.</summary>
    public ConcurrentDictionary<string, ProviderAnswer> Answers { get; } = new(StringComparer.Ordinal)
    {
        ["ann"] = new ProviderAnswer.Known("ann", "ann-at-idp"),
        ["stranger"] = new ProviderAnswer.Unknown("You are not registered yet; an administrator sees your wish."),
        ["nobody"] = new ProviderAnswer.Refused("The provider's answer is not for you."),
        ["bob"] = new ProviderAnswer.Known("bob", "bob-at-idp"),
        ["sue"] = new ProviderAnswer.Known("sue", "sue-at-idp"),
    };

    /// <summary>Where browsers were sent.</summary>
    public IReadOnlyCollection<ProviderVisit> Visits => [.. _visits.Values];

    /// <summary>Whether it answers at all.</summary>
    public bool IsDown { get; set; }

    public bool Has(string vo) => vos.Contains(vo, StringComparer.Ordinal);

    public Task<Uri> BeginAsync(ProviderVisit visit, CancellationToken cancellationToken)
    {
        Fail();
        _visits[visit.State] = visit;
        return Task.FromResult(new Uri($"{Address}?redirect_uri={Uri.EscapeDataString(visit.Callback.AbsoluteUri)}&state={visit.State}"));
    }

    public Task<ProviderAnswer> CompleteAsync(ProviderVisit visit, string code, CancellationToken cancellationToken)
    {
        Fail();
        return Task.FromResult(_visits.TryGetValue(visit.State, out var begun) && begun == visit && Answers.TryGetValue(code, out var answer)
            ? answer
            : new ProviderAnswer.Refused("This code is not known."));
    }

    private void Fail()
    {
        if (IsDown) throw new DiracException(ErrorCode.Unavailable, "The identity provider does not answer.", "Try again in some minutes.");
    }
}
