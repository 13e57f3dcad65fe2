using Dirac.Hosting.Requests;
using Microsoft.AspNetCore.Http;

namespace Dirac.Hosting.Tests.Requests;

public sealed class RequestAddressTests
{
    [Theory]
    [InlineData("http", "dirac.example.org", "https://dirac.example.org/api/x?y=1")]
    [InlineData("http", "DIRAC.example.org", "https://dirac.example.org/api/x?y=1")]
    [InlineData("https", "127.0.0.1:9000", "https://127.0.0.1:9000/api/x?y=1")]
    [InlineData("https", "dirac.example.org:8443", "https://dirac.example.org:8443/api/x?y=1")]
    public void Of_PublicHostOrAnother_IsWhereTheAskerCanGo(string scheme, string host, string expected)
    {
        var options = new HostingOptions { DataDirectory = "/nowhere", Issuer = "https://dirac.example.org/" };
        var request = new DefaultHttpContext { Request = { Scheme = scheme, Host = new HostString(host) } }.Request;

        Assert.Equal(expected, RequestAddress.Of(request, options, "/api/x?y=1"));
    }
}
