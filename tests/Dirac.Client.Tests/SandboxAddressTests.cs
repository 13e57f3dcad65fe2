using Dirac.Client.Sandboxes;

namespace Dirac.Client.Tests;

public sealed class SandboxAddressTests
{
    [Theory]
    [InlineData("/api/jobs/sandbox/content?pfn=a&signature=b", "/api/jobs/sandbox/content?pfn=a&signature=b")]
    [InlineData("https://behind.a.tunnel:8443/api/jobs/sandbox/content?pfn=SB%3Aa%7Cb&signature=b", "/api/jobs/sandbox/content?pfn=SB%3Aa%7Cb&signature=b")]
    [InlineData("https://s3.example.org/bucket/key?X-Amz-Signature=b", "https://s3.example.org/bucket/key?X-Amz-Signature=b")]
    [InlineData("https://s3.example.org/api/jobs/sandbox/contents", "https://s3.example.org/api/jobs/sandbox/contents")]
    public void Below_ContentOnTheServer_IsReachedAsTheServerIs(string answered, string used) => Assert.Equal(used, SandboxAddress.Below(answered));
}
