using System.Text.Json;
using Dirac.Client.Http;
using Dirac.Installation;

namespace Dirac.Benchmarks.Rpc;

/// <summary>What a server says about its memory.</summary>
internal static class ServerMemory
{
    /// <summary>Bytes that it has allocated since it started.</summary>
    public static async Task<long> AllocatedAsync(InstalledServer server, CancellationToken cancellationToken)
    {
        using var response = await server.User.SendAsync(ApiRequest.Get("/api/health/process"), cancellationToken);
        using var document = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(cancellationToken), cancellationToken: cancellationToken);
        return document.RootElement.GetProperty("allocated_bytes").GetInt64();
    }
}
