using Dirac.Security.Local;

namespace Dirac.Security.Tests.Local;

public sealed class NodeTrustTests
{
    [Theory]
    [InlineData("/etc/ssl/certs/ca-certificates.crt")]
    [InlineData("/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem")]
    [InlineData("/etc/ssl/cert.pem")]
    public void Find_NodeHasBundle_IsThatOne(string bundle) => Assert.Equal(bundle, NodeTrust.Find(_ => null, file => file == bundle));

    [Theory]
    [InlineData("SSL_CERT_FILE")]
    [InlineData("SSL_CERT_DIR")]
    public void Find_VariableIsSet_IsLeftAlone(string variable) => Assert.Null(NodeTrust.Find(name => name == variable ? "/some/place" : null, _ => true));

    [Fact]
    public void Find_NoKnownFile_IsNull() => Assert.Null(NodeTrust.Find(_ => null, _ => false));
}
