using Dirac.Security.Identities;
using Dirac.Security.Tokens;
using Dirac.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Dirac.Security.Tests.Tokens;

internal sealed class TokenFixture : IDisposable
{
    public static readonly UserIdentity Ann = new("ann", "demo", "demo_user", new PropertySet(["NormalUser", "JobSharing"]));
    private readonly TempFolder _folder = new();

    /// <param name="isStranger">Whether its keys are its own, and not those of all others.</param>
    public TokenFixture(bool isStranger = false)
    {
        if (!isStranger) TestSigningKeys.PutInto(_folder.FullPath);
        Keys = SigningKeys.LoadOrCreate(_folder.FullPath);
        Ring = new KeyRing(Keys);
        Issuer = new TokenIssuer(Ring, Options, Clock);
        Validator = new TokenValidator(Ring, Options, Clock);
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));

    public TokenOptions Options { get; } = new("https://dirac.example.org");

    public SigningKeys Keys { get; }

    public KeyRing Ring { get; }

    public TokenIssuer Issuer { get; }

    public TokenValidator Validator { get; }

    public void Dispose() => _folder.Dispose();
}
