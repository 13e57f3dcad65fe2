using Dirac.Model.Errors;
using Dirac.Workload.Sets;
using Dirac.Workload.Sets.Notices;
using Microsoft.Extensions.Options;

namespace Dirac.Workload.Tests.Sets;

public sealed class WebHookTests
{
    [Fact]
    public async Task Send_NameOfAPrivateAddress_IsRefusedAndNotJustUnreached()
    {
        using var hook = new WebHook(Options.Create(new JobSetOptions()), TimeProvider.System);

        var refusal = await Assert.ThrowsAsync<DiracException>(() => hook.SendAsync("https://localhost:9/x", "{}", 1, "secret", TestContext.Current.CancellationToken));

        Assert.Equal(ErrorCode.BadRequest, refusal.Code);
        Assert.Contains("do not reach localhost", refusal.Message, StringComparison.Ordinal);
    }
}
