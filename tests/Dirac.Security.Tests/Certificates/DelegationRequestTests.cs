using System.Text;
using Dirac.Security.Certificates.Proxies;
using Dirac.Testing;

namespace Dirac.Security.Tests.Certificates;

public sealed class DelegationRequestTests
{
    private readonly TestGrid _grid = new(isEc: true);

    [Fact]
    public void Complete_SignedRequest_IsAProxyWithItsOwnKey()
    {
        using var user = ProxyFile.TryParse(_grid.User.Pem + _grid.User.KeyPem)!;
        var request = DelegationRequest.Create();

        using var proxy = DelegationRequest.TryComplete(request.ToPem(), Sign(user, request));

        Assert.Equal((2048, true, user.Subject, user.Subject), (proxy!.KeyBits, proxy.IsProxy, proxy.Issuer, proxy.Identity));
        Assert.DoesNotContain("PRIVATE", request.RequestPem, StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE", request.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Complete_ChainThatBringsAKey_TakesOursAlone()
    {
        using var user = ProxyFile.TryParse(_grid.User.Pem + _grid.User.KeyPem)!;
        using var foreign = new ProxyMaker(_grid.Clock).Make(user, new ProxyOptions { KeyKind = ProxyKeyKind.EcP256 });

        Assert.Null(DelegationRequest.TryComplete(DelegationRequest.Create().ToPem(), ProxyFile.ToPem(foreign)));
    }

    [Fact]
    public void Complete_SpoiltChain_ThrowsNothing()
    {
        using var user = ProxyFile.TryParse(_grid.User.Pem + _grid.User.KeyPem)!;
        var request = DelegationRequest.Create();
        var chain = Encoding.ASCII.GetBytes(Sign(user, request));
        var random = new Random(TestSeed.Next());

        for (var time = 0; time < 500; time++)
        {
            var spoilt = chain.ToArray();
            for (var change = random.Next(1, 6); change > 0; change--) spoilt[random.Next(spoilt.Length)] = (byte)random.Next(128);
            using var proxy = DelegationRequest.TryComplete(request.ToPem(), Encoding.ASCII.GetString(spoilt, 0, random.Next(spoilt.Length + 1)));
        }

        Assert.Null(DelegationRequest.TryComplete(request.ToPem(), ""));
        Assert.Null(DelegationRequest.TryComplete("", Encoding.ASCII.GetString(chain)));
    }

    private string Sign(GridCredential user, DelegationRequest request) =>
        Assert.IsType<DelegationVerdict.Granted>(new ProxyMaker(_grid.Clock).SignRequest(user, request.RequestPem, new ProxyOptions())).ChainPem;
}
